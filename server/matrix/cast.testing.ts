// The cast of the authorisation matrix: one running house, everybody who can stand to a room in some way, each with a socket of their own, and a
// new private room for every cell, so that no cell sees what another did.
import { PROTOCOL_VERSION } from '../../protocol/constants.ts';
import type { Call } from '../../protocol/calls.ts';
import type { Invitation } from '../../protocol/invitations.ts';
import type { RequestBody, RequestName, RequestReply } from '../../protocol/protocol.ts';
import type { Room } from '../../protocol/rooms.ts';
import type { AccountId, ParticipantId, Secret, TrackId } from '../../protocol/wire.ts';
import { createFakeClock } from '../clock.ts';
import { browserCapabilities, fingerprints, microphone } from '../media/rtp-samples.ts';
import { openRaw, type Raw } from '../testing/dial.ts';
import { openHouse, postJson, type House, type Person } from '../testing/house.ts';

/** How somebody stands to the room of a cell. `admin` is one of the house, and no member; `outsider` a member of another room. */
export const INSIDE = ['guest', 'muted', 'member', 'moderator', 'owner'] as const;
export const OUTSIDE = ['waiting', 'removed', 'banned', 'outsider', 'admin'] as const;
/** Nobody's, or no longer anybody's: they have no socket. */
export const SIGNED_OUT = ['stranger', 'suspended', 'signed-out'] as const;
export const LIVE = [...INSIDE, ...OUTSIDE] as const;
export const ACTORS = [...LIVE, ...SIGNED_OUT] as const;
export type Live = (typeof LIVE)[number];
export type Actor = (typeof ACTORS)[number];

/** A browser that is signed in, and its socket. */
export type Player = { id: AccountId; name: string; cookie: string; raw: Raw };

export type Seat = { participantId: ParticipantId; trackId: TrackId };

/** What a cell is about. `victim` is a plain member who sits in the call with a microphone; `newcomer` waits in the lobby; `stray` is in no room. */
export type Scene = {
  room: Room;
  invitation: Invitation;
  seats: Partial<Record<Live | 'victim', Seat>>;
  idOf(who: Live | 'victim' | 'newcomer' | 'stray'): AccountId;
  ask<Name extends RequestName>(who: Live | 'victim' | 'newcomer', name: Name, body: RequestBody<Name>): Promise<RequestReply<Name>>;
  /** Takes a seat in the room's call, with a microphone where that is allowed; null for those who may not. */
  sit(who: Live | 'victim'): Promise<Seat | null>;
  call(): Call | null;
};

const cookieOf = (response: Response): string =>
  response.headers
    .getSetCookie()
    .map((line) => line.split(';')[0]!)
    .join('; ');

export type Cast = Awaited<ReturnType<typeof createCast>>;

export const createCast = async () => {
  const clock = createFakeClock(Date.now());
  const house: House = await openHouse({ clock });
  const socketOf = async (cookie: string): Promise<Raw> => {
    const raw = await openRaw({ port: house.port, cookie });
    const { no } = await raw.ask('hello', { version: PROTOCOL_VERSION });
    if (no) throw new Error(`hello was refused: ${no.code}`);
    return raw;
  };
  const people = new Map<string, Player>();
  const persons = new Map<string, Person>();
  const playerOf = (who: string): Player => {
    const player = people.get(who);
    if (!player) throw new Error(`there is no ${who}`);
    return player;
  };
  const ask = async <Name extends RequestName>(who: string, name: Name, body: RequestBody<Name>): Promise<RequestReply<Name>> => {
    const { ok, no } = await playerOf(who).raw.ask(name, body);
    if (no) throw new Error(`${who} was refused ${name}: ${no.code}, ${no.message}`);
    return ok as RequestReply<Name>;
  };

  const signUp = async (who: string): Promise<void> => {
    clock.advance(5_000);
    const person = await house.signUp(`The ${who}`);
    persons.set(who, person);
    people.set(who, { id: person.account.id, name: person.name, cookie: person.cookie, raw: await socketOf(person.cookie) });
  };
  /** A guest of the house, who came into a room of the owner's that no cell is about. */
  const comeAsGuest = async (who: string, secret: Secret): Promise<void> => {
    clock.advance(5_000);
    const response = await postJson(house.url, '/api/invitations/enter', { secret, name: `The ${who}` });
    if (!response.ok) throw new Error(`${who} could not come in: ${await response.text()}`);
    const { account } = (await response.json()) as { account: { id: AccountId; name: string } };
    const cookie = cookieOf(response);
    people.set(who, { id: account.id, name: account.name, cookie, raw: await socketOf(cookie) });
  };

  await signUp('host');
  for (const who of ['owner', 'moderator', 'member', 'muted', 'removed', 'banned', 'outsider', 'admin', 'suspended', 'victim', 'stray']) {
    await signUp(who);
  }
  await ask('host', 'admin.set-role', { accountId: playerOf('admin').id, role: 'admin' });

  const invite = async (room: Room, entry: 'direct' | 'lobby'): Promise<Invitation> => {
    const { invitation } = await ask('owner', 'invitations.create', {
      terms: { kind: 'room', roomId: room.id, role: 'guest', entry, rights: { maySpeak: true, mayShare: true }, history: 'all' },
      expiresInMs: null,
      maxUses: null,
    });
    return invitation;
  };
  const elsewhere = await ask('outsider', 'rooms.create', { name: 'Elsewhere', visibility: 'private' });
  const hall = await ask('owner', 'rooms.create', { name: 'Hall', visibility: 'private' });
  const { secret } = await invite(hall.summary.room, 'direct');
  for (const who of ['guest', 'waiting', 'newcomer']) await comeAsGuest(who, secret!);
  // In no room now: they wait, or are in the room of a cell, and nowhere else.
  for (const who of ['waiting', 'newcomer']) await ask(who, 'rooms.leave', { roomId: hall.summary.room.id });
  await ask('host', 'admin.suspend', { accountId: playerOf('suspended').id, isSuspended: true });

  /** A private room with everybody where they belong. */
  const createScene = async (): Promise<Scene> => {
    clock.advance(2_000);
    const { room } = (await ask('owner', 'rooms.create', { name: 'The room', visibility: 'private' })).summary;
    const roomId = room.id;
    const idOf = (who: string) => playerOf(who).id;
    for (const who of ['moderator', 'member', 'muted', 'removed', 'banned', 'victim']) {
      await ask('owner', 'rooms.add-member', { roomId, accountId: idOf(who) });
    }
    await ask('owner', 'rooms.set-role', { roomId, accountId: idOf('moderator'), role: 'moderator' });
    await ask('owner', 'rooms.set-rights', { roomId, accountId: idOf('muted'), rights: { maySpeak: false, mayShare: false } });
    await ask('owner', 'rooms.remove-member', { roomId, accountId: idOf('removed') });
    await ask('owner', 'rooms.ban', { roomId, accountId: idOf('banned') });
    const invitation = await invite(room, 'direct');
    await ask('guest', 'invitations.accept', { secret: invitation.secret! });
    const lobby = await invite(room, 'lobby');
    for (const who of ['waiting', 'newcomer']) await ask(who, 'invitations.accept', { secret: lobby.secret! });

    const seats: Scene['seats'] = {};
    const scene: Scene = {
      room,
      invitation,
      seats,
      idOf,
      ask,
      async sit(who) {
        const { ok } = await playerOf(who).raw.ask('calls.join', {
          roomId,
          rtpCapabilities: browserCapabilities,
          sendFingerprints: fingerprints,
          receiveFingerprints: fingerprints,
        });
        if (!ok) return null;
        const { participantId } = ok as RequestReply<'calls.join'>;
        const source = who === 'victim' || LIVE.includes(who) ? 'microphone' : 'camera';
        const published = await playerOf(who).raw.ask('calls.publish', {
          participantId,
          source,
          rtpParameters: microphone(),
          isPaused: false,
        });
        const trackId = (published.ok as RequestReply<'calls.publish'> | undefined)?.trackId ?? ('' as TrackId);
        return (seats[who] = { participantId, trackId });
      },
      call: () => house.parlor.calls.callOf(roomId),
    };
    return scene;
  };

  let signedOutCookie: string | undefined;
  const endedCookie = async (): Promise<string> => {
    const { cookie } = await house.signIn(persons.get('member')!);
    await postJson(house.url, '/api/accounts/sign-out', {}, { cookie });
    return cookie;
  };

  return {
    house,
    clock,
    elsewhere: elsewhere.summary.room,
    playerOf,
    createScene,
    /** Whatever is left of a cell: the room goes, and everybody out of it. */
    async leave({ room }: Scene): Promise<void> {
      await playerOf('owner').raw.ask('rooms.delete', { roomId: room.id });
    },
    /** What a request is answered with: `ok`, or the code that it was refused with. */
    async answerTo(who: Live, name: RequestName, body: unknown): Promise<string> {
      const { no } = await playerOf(who).raw.ask(name, body);
      return no?.code ?? 'ok';
    },
    /** A socket of somebody who was signed in when it was opened, and is not any more. */
    async openThenSignOut(): Promise<{ cookie: string; raw: Raw }> {
      clock.advance(20_000);
      const { cookie } = await house.signIn(persons.get('member')!);
      return { cookie, raw: await socketOf(cookie) };
    },
    signOut: (cookie: string) => postJson(house.url, '/api/accounts/sign-out', {}, { cookie }),
    /** What their browser would send; of somebody who was signed out, what it still would. */
    async cookieOf(who: Actor): Promise<string | undefined> {
      if (who === 'stranger') return undefined;
      return who === 'signed-out' ? (signedOutCookie ??= await endedCookie()) : playerOf(who).cookie;
    },
    /** Of a sign-in that nothing else is done with. */
    async throwawayCookie(who: Actor): Promise<string | undefined> {
      const person = persons.get(who);
      clock.advance(20_000);
      if (person && who !== 'suspended') return (await house.signIn(person)).cookie;
      if (who !== 'guest' && who !== 'waiting') return undefined;
      return cookieOf(await postJson(house.url, '/api/invitations/enter', { secret, name: 'Passing by' }));
    },
    /** `ok`, the code of a refusal, or the status where the answer is none of ours. */
    async answerOver(method: 'GET' | 'POST', path: string, body: unknown, cookie: string | undefined): Promise<string | number> {
      clock.advance(60_000);
      const sent = typeof body === 'function' ? (body as () => unknown)() : body;
      const address = path.replace(':picture', 'A'.repeat(22)).replace(':size', '128');
      const isRaw = typeof body === 'string';
      const response = await fetch(`${house.url}${address}`, {
        method,
        redirect: 'manual',
        headers: {
          origin: house.url,
          ...(cookie && { cookie }),
          ...(method === 'POST' && { 'content-type': isRaw ? 'image/png' : 'application/json' }),
        },
        ...(method === 'POST' && { body: isRaw ? body : JSON.stringify(sent) }),
      });
      const answer = (await response.json().catch(() => null)) as { code?: string } | null;
      if (answer?.code) return answer.code;
      return response.ok && path.startsWith('/api/') ? 'ok' : response.status;
    },
    /** `METHOD /path` of everything that is served but the page's own files. */
    routes(): string[] {
      /** The parts of the path that lead to the line that is read: it is drawn as a tree. */
      const above: string[] = [];
      return house.parlor.http
        .printRoutes({ commonPrefix: false })
        .split('\n')
        .flatMap((line) => {
          const [, indent = '', part = '', methods = ''] = /^(.*?)[├└]── (\S+)(?: \(([^)]*)\))?/.exec(line) ?? [];
          above.length = indent.length / 4;
          const path = [...above, part].join('');
          above.push(part);
          return methods.split(', ').flatMap((method) => (method === '' || method === 'HEAD' ? [] : [`${method} ${path}`]));
        });
    },
    close: () => house.close(),
  };
};
