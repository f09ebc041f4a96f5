// All that ends somebody's being in a call against their will, as it is really asked for, and the stage for it: Olga owns the house and a room, and sits in
// its call; Victor sits there at his desk and with his phone, each signed in by itself. For tests on any SFU.
import { browserCapabilities, camera, fingerprints, microphone } from '../media/rtp-samples.ts';
import type { TrackSource } from '../../protocol/calls.ts';
import type { ParticipantId, RoomId } from '../../protocol/wire.ts';
import { PASSWORD, postJson, type House, type Person } from './house.ts';
import type { Page } from './page.ts';

export type Seated = { page: Page; participantId: ParticipantId };
export type CallStage = { house: House; roomId: RoomId; olga: Seated; victor: Person; desk: Seated; phone: Seated };

const joinCall = (page: Page, roomId: RoomId) =>
  page.ask('calls.join', {
    roomId,
    rtpCapabilities: browserCapabilities,
    sendFingerprints: fingerprints,
    receiveFingerprints: fingerprints,
  });

export const sit = async (page: Page, roomId: RoomId): Promise<Seated> => ({
  page,
  participantId: (await joinCall(page, roomId)).participantId,
});

export const publish = ({ page, participantId }: Seated, source: TrackSource) =>
  page.ask('calls.publish', {
    participantId,
    source,
    rtpParameters: source === 'microphone' ? microphone(source) : camera(source),
    isPaused: false,
  });

const open = async (house: House, person: Person): Promise<Page> => {
  const page = house.page(person);
  await page.connect();
  return page;
};

let stages = 0;

/** `beforeVictor` sees what there is while Olga is alone. */
export const openStage = async (house: House, owner: Person, beforeVictor: () => Promise<void> = async () => {}): Promise<CallStage> => {
  const victor = await house.signUp(`Victor ${++stages}`);
  const olgas = await open(house, owner);
  const { summary } = await olgas.ask('rooms.create', { name: 'Garden', visibility: 'private' });
  const roomId = summary.room.id;
  await olgas.ask('rooms.add-member', { roomId, accountId: victor.account.id });
  const olga = await sit(olgas, roomId);
  await publish(olga, 'microphone');
  await beforeVictor();
  const [desk, phone] = [await open(house, victor), await open(house, await house.signIn(victor))];
  const stage = { house, roomId, olga, victor, desk: await sit(desk, roomId), phone: await sit(phone, roomId) };
  const tracks = [await publish(stage.desk, 'microphone'), await publish(stage.desk, 'screen'), await publish(stage.phone, 'camera')];
  await olgas.ask('calls.subscribe', { participantId: olga.participantId, trackIds: tracks.map(({ trackId }) => trackId) });
  return stage;
};

const whom = ({ roomId, victor }: CallStage) => ({ roomId, accountId: victor.account.id });

/** `room`: what is left of the call when it is done. */
export const CALL_ENDS: Record<string, { room: 'stays' | 'goes'; ask(stage: CallStage): Promise<unknown> }> = {
  'is removed': { room: 'stays', ask: (stage) => stage.olga.page.ask('rooms.remove-member', whom(stage)) },
  'is banned': { room: 'stays', ask: (stage) => stage.olga.page.ask('rooms.ban', whom(stage)) },
  'leaves the room by another window': {
    room: 'stays',
    async ask({ house, roomId, victor }) {
      const page = await open(house, victor);
      await page.ask('rooms.leave', { roomId });
    },
  },
  'is suspended': {
    room: 'stays',
    ask: ({ olga, victor }) => olga.page.ask('admin.suspend', { accountId: victor.account.id, isSuspended: true }),
  },
  'has all sign-ins ended by an admin': {
    room: 'stays',
    ask: ({ olga, victor }) => olga.page.ask('admin.end-sign-ins', { accountId: victor.account.id, id: null }),
  },
  'deletes their account': {
    room: 'stays',
    async ask({ house, victor }) {
      const answer = await postJson(house.url, '/api/accounts/delete', { password: PASSWORD }, { cookie: victor.cookie });
      if (!answer.ok) throw new Error(`the account was not deleted: ${answer.status}`);
    },
  },
  'signs out everywhere else': {
    room: 'stays',
    async ask({ house, victor }) {
      const { cookie } = await house.signIn(victor);
      const answer = await postJson(house.url, '/api/accounts/end-sign-ins', { id: null }, { cookie });
      if (!answer.ok) throw new Error(`the others were not ended: ${answer.status}`);
    },
  },
  'is in a room that its owner deletes': { room: 'goes', ask: ({ olga, roomId }) => olga.page.ask('rooms.delete', { roomId }) },
  'is in a room that an admin deletes': { room: 'goes', ask: ({ olga, roomId }) => olga.page.ask('admin.delete-room', { roomId }) },
};
