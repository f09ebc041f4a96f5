import { expect, test } from 'vitest';
import { createOpener } from './opener.ts';
import type { DeviceKind } from './problems.ts';

const named = (name: string): Error => Object.assign(new Error(name), { name });
const trackOf = (kind: string, deviceId: string): MediaStreamTrack =>
  ({ kind, getSettings: () => ({ deviceId }) }) as unknown as MediaStreamTrack;

/** A browser with these devices, whose person answers every question with `answer`. */
const createBrowser = ({ devices = ['audio', 'video'], answer = 'yes', mustAsk = true, gone = '' } = {}) => {
  const questions: string[][] = [];
  const media = {
    getUserMedia: async (constraints: MediaStreamConstraints = {}): Promise<MediaStream> => {
      const kinds = (['audio', 'video'] as const).filter((kind) => constraints[kind] !== undefined);
      questions.push(kinds);
      if (answer === 'no') throw named('NotAllowedError');
      const tracks = kinds.map((kind) => {
        if (!devices.includes(kind)) throw named('NotFoundError');
        const { deviceId } = constraints[kind] as { deviceId?: { exact: string } };
        if (deviceId !== undefined && deviceId.exact === gone) throw named('OverconstrainedError');
        return trackOf(kind, deviceId?.exact ?? 'built-in');
      });
      const of = (kind: string) => tracks.filter((track) => track.kind === kind);
      return { getAudioTracks: () => of('audio'), getVideoTracks: () => of('video') } as unknown as MediaStream;
    },
  };
  return { questions, open: createOpener({ media, mustAsk: async () => mustAsk }) };
};

const both = (open: (kind: DeviceKind, deviceId: null) => Promise<unknown>) =>
  Promise.allSettled([open('microphone', null), open('camera', null)]).then((results) => results.map(({ status }) => status));

test('both devices in the same moment are one question', async () => {
  const { open, questions } = createBrowser();
  expect(await both(open)).toEqual(['fulfilled', 'fulfilled']);
  expect(questions).toEqual([['audio', 'video']]);
});

test('a no to the one question is a no to both, and is not asked twice', async () => {
  const { open, questions } = createBrowser({ answer: 'no' });
  expect(await both(open)).toEqual(['rejected', 'rejected']);
  expect(questions).toHaveLength(1);
});

test('a missing camera does not cost the microphone', async () => {
  const { open } = createBrowser({ devices: ['audio'] });
  expect(await both(open)).toEqual(['fulfilled', 'rejected']);
});

test('what the person has decided before is asked for one by one', async () => {
  const { open, questions } = createBrowser({ mustAsk: false });
  await both(open);
  expect(questions).toEqual([['audio'], ['video']]);
});

test('a device that is gone gives way to the default', async () => {
  const { open } = createBrowser({ gone: 'headset' });
  expect(await open('microphone', 'headset')).toMatchObject({ deviceId: 'built-in' });
});

test('an insecure page is told so', async () => {
  const open = createOpener({ media: undefined, mustAsk: async () => null });
  await expect(open('camera', null)).rejects.toMatchObject({ name: 'Insecure' });
});
