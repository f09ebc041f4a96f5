// Who is on the stage besides oneself: the others in the call, in the order they joined, and for a while those whom a rebuilt call has not
// brought back yet. Pure.
import type { Call, Participant } from '../../protocol/calls.ts';
import type { ParticipantId } from '../../protocol/wire.ts';

export type Face = {
  /** The same for the same person in a call that was built anew, so that their tile stays where it is. */
  key: string;
  participant: Participant;
  /** They are on their way back; their last picture may still be there. */
  isAway: boolean;
};

/** One person may be in the call from two devices: each is a face of its own. */
const keyed = (participants: readonly Participant[]): Array<{ key: string; participant: Participant }> => {
  const seen = new Map<string, number>();
  return participants.map((participant) => {
    const nth = seen.get(participant.account.id) ?? 0;
    seen.set(participant.account.id, nth + 1);
    return { key: `${participant.account.id} ${nth}`, participant };
  });
};

const others = (call: Call | null, ownId: ParticipantId | null): Participant[] => call?.participants.filter(({ id }) => id !== ownId) ?? [];

/** `ghosts`: the faces from before the call was lost, in their order; those who are back stand where they stood. */
export const facesOf = (call: Call | null, ownId: ParticipantId | null, ghosts: readonly Face[]): Face[] => {
  const present = new Map(keyed(others(call, ownId)).map((face) => [face.key, face.participant]));
  const faces: Face[] = [];
  for (const ghost of ghosts) {
    const participant = present.get(ghost.key);
    present.delete(ghost.key);
    faces.push(participant === undefined ? { ...ghost, isAway: true } : { key: ghost.key, participant, isAway: participant.isAway });
  }
  for (const [key, participant] of present) faces.push({ key, participant, isAway: participant.isAway });
  return faces;
};
