// Who may do what in a call. Pure: yes or no, from what it is given.
import type { TrackSource } from '../../protocol/calls.ts';
import { LIMITS } from '../../protocol/constants.ts';
import type { MediaKind, RtpParameters } from '../../protocol/media.ts';
import type { AccountId } from '../../protocol/wire.ts';

export const kindOfSource = {
  microphone: 'audio',
  'screen-sound': 'audio',
  camera: 'video',
  screen: 'video',
} as const satisfies Record<TrackSource, MediaKind>;

/** A source sends its own kind of media: a camera does not pass for a microphone. */
export const fitsSource = (source: TrackSource, { codecs }: Pick<RtpParameters, 'codecs'>): boolean =>
  codecs[0]?.mimeType.split('/')[0] === kindOfSource[source];

/** People who are joining right now count. */
export const hasPlace = (seats: number): boolean => seats < LIMITS.participants;

/** What is being published right now counts; a track of the same source does not, because it is replaced. */
export const mayPublish = (source: TrackSource, sources: readonly TrackSource[], publishing: number): boolean =>
  sources.filter((other) => other !== source).length + publishing < LIMITS.tracksPerParticipant;

/** A seat is its account's, on whatever socket: the old one may look alive for a while after the network has changed. */
export const mayTakeUp = (seat: { account: { id: AccountId }; isSeated: boolean }, accountId: AccountId): boolean =>
  seat.isSeated && seat.account.id === accountId;

/** Only a microphone that is on makes a speaker: music from a shared screen does not. */
export const isSpeech = ({ source, isPaused }: { source: TrackSource; isPaused: boolean }): boolean => source === 'microphone' && !isPaused;
