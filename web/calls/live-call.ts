// The page's call, put together: the core with this page's connection, devices, screen and loudspeakers. Loaded when first needed,
// together with the media engine; `calls.ts` is the front door.
import { computed, type ReadableAtom } from 'nanostores';
import type { RtpCapabilities } from '../../protocol/media.ts';
import type { Call } from '../../protocol/calls.ts';
import type { RoomId } from '../../protocol/wire.ts';
import { connection } from '../connection/app-connection.ts';
import { browserClock } from '../connection/clock.ts';
import { $preferences, camera, followDevices, microphone } from '../devices/devices.ts';
import type { Account } from '../../protocol/accounts.ts';
import type { TrackSource } from '../../protocol/calls.ts';
import type { Rights } from '../../protocol/rooms.ts';
import { $summaries } from '../rooms/rooms.ts';
import { createCall, type CallCore } from './call.ts';
import type { MediaEngine } from './engine.ts';
import { createMediaEngine } from './media-engine.ts';
import { askedOn, turnedOff } from './moderated.ts';
import { captureWish, screenSoundWish, screenWish } from './own-media.ts';
import { createScreen, type Screen } from './screen.ts';
import { createShownPictures, type ShownPictures } from './shown.ts';
import { createSound, type Sound } from './sound.ts';
import { createSpeaking, type Speaking } from './speaking.ts';
import { createSwitches, keepToRights } from './switches.ts';

export type LiveCall = Omit<CallCore, 'settled'> & {
  readonly roomId: RoomId;
  /** What this person may send here; undefined while the room is not known. */
  readonly $rights: ReadableAtom<Rights | undefined>;
  readonly screen: Screen;
  readonly sound: Pick<Sound, '$isBlocked' | 'unblock'>;
  readonly shown: Pick<ShownPictures, 'show' | 'hide'>;
  readonly speaking: Pick<Speaking, '$speaking' | '$recent'>;
};

/** Learns what the server can route, and makes certificates: all that can be done before somebody decides to join. */
export const prepareEngine = async (): Promise<MediaEngine> => {
  const { rtpCapabilities } = await connection.ask('calls.prepare', {});
  return createMediaEngine(rtpCapabilities as RtpCapabilities);
};

/** A page that was out of sight this long stops receiving pictures; sound goes on. */
const UNSEEN_MS = 5_000;

/** `prepared`: made ahead for the first join; a call that is built anew prepares again, for another server may answer. */
export const startCall = (roomId: RoomId, prepared: Promise<MediaEngine>): LiveCall => {
  followDevices();
  const screen = createScreen((options) => navigator.mediaDevices.getDisplayMedia(options));
  const switches = createSwitches({ microphone, camera, screen });
  const $rights = computed($summaries, (summaries) => summaries?.find(({ room }) => room.id === roomId)?.rights);
  const tellOff = (source: TrackSource, by: Account | null, isForbidden: boolean) => turnedOff.tell({ roomId, source, by, isForbidden });
  /** However it came to be known, and however often: what is off already is no news. */
  const turnOff = (source: TrackSource, by: Account | null): void => {
    if (!switches[source].$isOn.get()) return;
    switches[source].off(false);
    tellOff(source, by, false);
  };
  // Before the devices are held: one that may not be used is not opened.
  const releases = [keepToRights($rights, switches, (source) => tellOff(source, null, true)), microphone.hold(), camera.hold()];
  const sound = createSound({
    createElement: () => new Audio(),
    $speakerId: computed($preferences, ({ speakerId }) => speakerId),
  });
  const shown = createShownPictures();
  const speaking = createSpeaking();
  let ahead: Promise<MediaEngine> | null = prepared;

  const core = createCall({
    roomId,
    connection,
    $roomCall: roomCall(roomId),
    prepare: () => {
      const engine = ahead ?? prepareEngine();
      ahead = null;
      return engine;
    },
    sendWishes: {
      microphone: captureWish(microphone),
      camera: captureWish(camera),
      screen: screenWish(screen.$state),
      'screen-sound': screenSoundWish(screen.$state),
    },
    onTurnedOff: turnOff,
    shown,
    clock: browserClock,
    onError: (error) => reportError(error),
  });

  releases.push(
    hurryBack(),
    core.$tracks.subscribe((tracks) => sound.play(tracks)),
    connection.onSignal((signalled, { signal, body }) => {
      if (signalled === roomId && signal === 'calls.speaking') speaking.hear(body.participantIds, core.$ownId.get());
    }),
    connection.onAccountEvent(({ event, body }) => {
      if (event !== 'calls.turned-off' && event !== 'calls.asked-on') return;
      // Of this account there may be others in the call.
      if (body.participantId !== core.$ownId.get()) return;
      if (event === 'calls.turned-off') turnOff(body.source, body.by);
      else askedOn.tell({ roomId, source: body.source, by: body.by });
    }),
    followVisibility(shown.setVisible),
    followNetwork(core.networkChanged),
  );

  return {
    ...core,
    roomId,
    $rights,
    screen,
    sound,
    shown,
    speaking,
    leave: () => {
      core.leave();
      screen.stop();
      sound.close();
      for (const release of releases.splice(0)) release();
    },
  };
};

/** From the list of rooms, which is there whether or not the room is on the screen. */
const roomCall = (roomId: RoomId): ReadableAtom<Call | null | undefined> =>
  computed($summaries, (summaries) => (summaries === null ? undefined : (summaries.find(({ room }) => room.id === roomId)?.call ?? null)));

/** Who is in a call does not wait ten seconds between two attempts to reach the server. Not all in the same instant, either. */
const hurryBack = (): (() => void) => {
  let cancel = (): void => {};
  const stop = connection.$state.subscribe(({ kind }) => {
    cancel();
    if (kind === 'waiting') cancel = browserClock.after(1_500 + Math.random() * 1_000, connection.nudge);
  });
  return () => {
    stop();
    cancel();
  };
};

const followVisibility = (tell: (isVisible: boolean) => void): (() => void) => {
  let cancel = (): void => {};
  const onChange = (): void => {
    cancel();
    if (document.visibilityState === 'visible') tell(true);
    else cancel = browserClock.after(UNSEEN_MS, () => tell(false));
  };
  document.addEventListener('visibilitychange', onChange);
  return () => {
    cancel();
    document.removeEventListener('visibilitychange', onChange);
  };
};

/** `navigator.connection` is Chrome's: it tells of a change from cable to radio that leaves the browser "online" throughout. */
const followNetwork = (tell: () => void): (() => void) => {
  const { connection: network } = navigator as Navigator & { connection?: EventTarget };
  addEventListener('online', tell);
  network?.addEventListener('change', tell);
  return () => {
    removeEventListener('online', tell);
    network?.removeEventListener('change', tell);
  };
};
