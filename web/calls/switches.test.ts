// What may not be sent is kept off: when the right is taken, while it is away, and on the day that it is given.
import { atom } from 'nanostores';
import { expect, test } from 'vitest';
import type { TrackSource } from '../../protocol/calls.ts';
import type { Rights } from '../../protocol/rooms.ts';
import { fakeTrack } from './calls.testing.ts';
import type { ScreenState } from './screen.ts';
import { createSwitches, keepToRights } from './switches.ts';

const fakeCapture = () => {
  const $wish = atom({ isOn: false, deviceId: null });
  const put: string[] = [];
  return {
    $wish,
    put,
    turn: (isOn: boolean) => {
      put.push(isOn ? 'on' : 'off');
      $wish.set({ ...$wish.get(), isOn });
    },
    putAway: () => {
      put.push('away');
      $wish.set({ ...$wish.get(), isOn: false });
    },
  };
};

const createBench = (rights?: Rights) => {
  const [microphone, camera] = [fakeCapture(), fakeCapture()];
  const $screen = atom<ScreenState>({ kind: 'off' });
  const sharing: ScreenState = { kind: 'sharing', picture: fakeTrack('video'), sound: fakeTrack('audio') };
  const screen = {
    $state: $screen,
    stop: () => $screen.set({ kind: 'off' }),
    stopSound: () => {
      const state = $screen.get();
      if (state.kind === 'sharing') $screen.set({ ...state, sound: null });
    },
  };
  const switches = createSwitches({ microphone, camera, screen });
  const $rights = atom<Rights | undefined>(rights);
  const forbidden: TrackSource[] = [];
  const start = () => keepToRights($rights, switches, (source) => forbidden.push(source));
  const isOn = () => (['microphone', 'camera', 'screen', 'screen-sound'] as const).filter((source) => switches[source].$isOn.get());
  return { microphone, camera, $screen, sharing, switches, $rights, forbidden, start, isOn };
};
const ALL: Rights = { maySpeak: true, mayShare: true };

test('M32: what was for a right that is taken is off, and its device given back', () => {
  const { microphone, camera, $screen, sharing, $rights, forbidden, start, isOn } = createBench(ALL);
  start();
  microphone.turn(true);
  camera.turn(true);
  $screen.set(sharing);
  expect(isOn()).toEqual(['microphone', 'camera', 'screen', 'screen-sound']);
  $rights.set({ maySpeak: false, mayShare: true });
  expect(isOn()).toEqual(['screen', 'screen-sound']);
  expect([microphone.put.at(-1), camera.put.at(-1)]).toEqual(['away', 'away']);
  $rights.set({ maySpeak: false, mayShare: false });
  expect(isOn()).toEqual([]);
  // The sound goes with its screen, and is no news of its own.
  expect(forbidden).toEqual(['microphone', 'camera', 'screen']);
});

test('M32: a right that is given turns nothing on: not what was on before, nor what was wished for meanwhile', () => {
  const { microphone, $rights, start, isOn } = createBench(ALL);
  start();
  microphone.turn(true);
  $rights.set({ maySpeak: false, mayShare: true });
  microphone.turn(true);
  expect(isOn()).toEqual([]);
  $rights.set(ALL);
  expect(isOn()).toEqual([]);
  microphone.turn(true);
  expect(isOn()).toEqual(['microphone']);
});

test('M32: whoever comes without the right comes with it off', () => {
  const { microphone, camera, start, isOn } = createBench({ maySpeak: false, mayShare: false });
  microphone.turn(true);
  camera.turn(true);
  start();
  expect(isOn()).toEqual([]);
});

test('while nobody knows, and after it has ended, nothing is turned off', () => {
  const { microphone, $rights, start, isOn } = createBench();
  const stop = start();
  microphone.turn(true);
  expect(isOn()).toEqual(['microphone']);
  stop();
  $rights.set({ maySpeak: false, mayShare: false });
  expect(isOn()).toEqual(['microphone']);
});

test('turned off by a moderator, a device stays at hand; a screen’s sound goes by itself', () => {
  const { microphone, $screen, sharing, switches, isOn } = createBench(ALL);
  microphone.turn(true);
  $screen.set(sharing);
  switches.microphone.off(false);
  switches['screen-sound'].off(false);
  expect(microphone.put.at(-1)).toBe('off');
  expect(isOn()).toEqual(['screen']);
});
