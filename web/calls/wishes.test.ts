import { expect, test } from 'vitest';
import type { ParticipantId, TrackId } from '../../protocol/wire.ts';
import { callOf, person, track } from './calls.testing.ts';
import type { Layer } from './layers.ts';
import { createShownPictures } from './shown.ts';
import { wishesOf } from './wishes.ts';

const own = 'alice' as ParticipantId;
const call = callOf(
  person('alice', [track('own-voice', 'microphone'), track('own-face', 'camera')]),
  person('bob', [track('voice', 'microphone'), track('face', 'camera', true), track('screen', 'screen'), track('music', 'screen-sound')]),
);
const shown = (entries: Record<string, Layer | null>) => new Map(Object.entries(entries) as Array<[TrackId, Layer | null]>);
const wished = (...args: Parameters<typeof wishesOf>) => Object.fromEntries(wishesOf(...args));

test('every voice of the others, and no picture that is not on the screen', () => {
  expect(wished(call, own, shown({}), new Map())).toEqual({
    voice: { isPaused: false, layer: null },
    music: { isPaused: false, layer: null },
  });
});

test('the pictures on the screen, cameras in the size of their tile', () => {
  expect(wished(call, own, shown({ face: 1, screen: 0, 'own-face': 2 }), new Map())).toMatchObject({
    face: { isPaused: false, layer: 1 },
    screen: { isPaused: false, layer: null },
  });
});

test('a picture that went off the screen is paused; one that is gone from the call is not wished for', () => {
  const before = wishesOf(call, own, shown({ face: 1, screen: 0 }), new Map());
  const without = callOf(person('bob', [track('voice', 'microphone'), track('face', 'camera')]));
  expect(wished(without, own, shown({}), before)).toEqual({
    voice: { isPaused: false, layer: null },
    face: { isPaused: true, layer: null },
  });
});

test('a track shown in two places has the larger size; expected ones count until they are settled', () => {
  const pictures = createShownPictures();
  const face = 'face' as TrackId;
  const now = () => Object.fromEntries(pictures.$shown.get());
  pictures.expect(['screen' as TrackId]);
  expect(now()).toEqual({ screen: null });
  pictures.show(face, 'grid', { width: 160, height: 90 });
  pictures.show(face, 'bar', { width: 800, height: 450 });
  expect(now()).toEqual({ screen: null, face: 2 });
  pictures.settle();
  pictures.hide(face, 'bar');
  expect(now()).toEqual({ face: 0 });
  pictures.setVisible(false);
  expect(now()).toEqual({});
  pictures.setVisible(true);
  pictures.hide(face, 'grid');
  expect(now()).toEqual({});
});
