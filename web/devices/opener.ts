// Opens microphones and cameras. What is asked for in the same moment is asked of the person in one question, and a device that
// went away gives way to the default one.
import { Insecure, type DeviceKind } from './problems.ts';

export type Opened = { track: MediaStreamTrack; deviceId: string | null };
/** Rejects with what `getUserMedia` rejects with, or `Insecure`. `deviceId` null is the default device. */
export type OpenDevice = (kind: DeviceKind, deviceId: string | null) => Promise<Opened>;

type Asked = { kind: DeviceKind; deviceId: string | null; resolve: (opened: Opened) => void; reject: (error: unknown) => void };

/** What of the browser this needs; `media` is undefined on insecure origins. */
export type OpenerDeps = {
  media: Pick<MediaDevices, 'getUserMedia'> | undefined;
  /** Whether the person has yet to be asked; null where the browser does not tell. */
  mustAsk: (kind: DeviceKind) => Promise<boolean | null>;
};

const constraintsOf = (kind: DeviceKind, deviceId: string | null): MediaTrackConstraints => {
  const which: MediaTrackConstraints = deviceId === null ? {} : { deviceId: { exact: deviceId } };
  return kind === 'microphone'
    ? { ...which, echoCancellation: true, noiseSuppression: true, autoGainControl: true, channelCount: { ideal: 1 } }
    : { ...which, width: { ideal: 1280 }, height: { ideal: 720 }, frameRate: { ideal: 30, max: 30 } };
};

export const createOpener = ({ media, mustAsk }: OpenerDeps): OpenDevice => {
  let waiting: Asked[] = [];

  const open = async (asked: readonly Asked[]): Promise<MediaStream> => {
    if (media === undefined) throw new Insecure();
    const constraints: MediaStreamConstraints = {};
    for (const { kind, deviceId } of asked) constraints[kind === 'microphone' ? 'audio' : 'video'] = constraintsOf(kind, deviceId);
    return media.getUserMedia(constraints);
  };

  const hand = (asked: Asked, stream: MediaStream): void => {
    const track = asked.kind === 'microphone' ? stream.getAudioTracks()[0] : stream.getVideoTracks()[0];
    if (track === undefined) asked.reject(new Error('the browser gave no track'));
    else asked.resolve({ track, deviceId: track.getSettings().deviceId ?? null });
  };

  const openOne = async (asked: Asked): Promise<void> => {
    try {
      hand(asked, await open([asked]));
    } catch (error) {
      const isGone = error instanceof Error && (error.name === 'OverconstrainedError' || error.name === 'NotFoundError');
      if (asked.deviceId !== null && isGone) await openOne({ ...asked, deviceId: null });
      else asked.reject(error);
    }
  };

  const openTogether = async (asked: readonly Asked[]): Promise<void> => {
    try {
      const stream = await open(asked);
      for (const each of asked) hand(each, stream);
    } catch (error) {
      // A no to the one question is a no to both; asking again at once would be nagging.
      if (error instanceof Error && error.name === 'NotAllowedError') for (const { reject } of asked) reject(error);
      else await Promise.all(asked.map(openOne));
    }
  };

  const openWaiting = async (): Promise<void> => {
    const asked = waiting;
    waiting = [];
    const answers = asked.length === 2 && media !== undefined ? await Promise.all(asked.map(({ kind }) => mustAsk(kind))) : [];
    const isOneQuestion =
      answers.length === 2 && answers.every((mustBeAsked) => mustBeAsked !== false) && asked[0]?.kind !== asked[1]?.kind;
    if (isOneQuestion) await openTogether(asked);
    else await Promise.all(asked.map(openOne));
  };

  return (kind, deviceId) =>
    new Promise((resolve, reject) => {
      waiting.push({ kind, deviceId, resolve, reject });
      if (waiting.length === 1) queueMicrotask(() => void openWaiting());
    });
};

/** By the Permissions API; Firefox before 132 and Safari before 16 do not know these names. */
export const mustAskBrowser = async (kind: DeviceKind): Promise<boolean | null> => {
  try {
    return (await navigator.permissions.query({ name: kind })).state === 'prompt';
  } catch {
    return null;
  }
};
