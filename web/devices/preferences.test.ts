import { expect, test } from 'vitest';
import { createPreferences, FIRST_TIME, parsePreferences } from './preferences.ts';

const createStorage = (first: Record<string, string> = {}) => {
  const items = new Map(Object.entries(first));
  return { items, getItem: (key: string) => items.get(key) ?? null, setItem: (key: string, value: string) => void items.set(key, value) };
};

test.each([
  ['nothing stored', null],
  ['no JSON', '{oops'],
  ['no object', '"text"'],
  ['null', 'null'],
  ['values of other kinds', '{"microphoneId":7,"cameraId":"","isCameraOn":"yes","isMicrophoneOn":null}'],
])('%s is a first time', (_, text) => {
  expect(parsePreferences(text)).toEqual(FIRST_TIME);
});

test('what is remembered is there in the next page', () => {
  const storage = createStorage();
  createPreferences(storage).remember({ cameraId: 'cam-2', isCameraOn: false });
  expect(createPreferences(storage).$preferences.get()).toEqual({ ...FIRST_TIME, cameraId: 'cam-2', isCameraOn: false });
});

test('a browser that forbids storage still remembers until the page closes', () => {
  const forbid = () => {
    throw new Error('forbidden');
  };
  const preferences = createPreferences({ getItem: forbid, setItem: forbid });
  preferences.remember({ isMicrophoneOn: false });
  expect(preferences.$preferences.get().isMicrophoneOn).toBe(false);
});
