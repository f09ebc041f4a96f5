import { describe, expect, it } from 'vitest';
import type { TrackSource } from '../../protocol/calls.ts';
import { LIMITS } from '../../protocol/constants.ts';
import type { AccountId } from '../../protocol/wire.ts';
import { camera, microphone } from '../media/rtp-samples.ts';
import { fitsSource, hasPlace, isSpeech, mayPublish, mayTakeUp } from './calls.policy.ts';

describe('fitsSource', () => {
  it.each<[TrackSource, boolean, boolean]>([
    ['microphone', true, false],
    ['screen-sound', true, false],
    ['camera', false, true],
    ['screen', false, true],
  ])('M11: %s: Opus %s, VP8 %s', (source, takesSound, takesPictures) => {
    expect(fitsSource(source, microphone())).toBe(takesSound);
    expect(fitsSource(source, camera())).toBe(takesPictures);
  });

  it('M11: takes nothing for a source that is of no kind', () => {
    expect(fitsSource('camera', { codecs: [] })).toBe(false);
  });
});

describe('mayPublish', () => {
  it.each<[string, TrackSource, TrackSource[], number, boolean]>([
    ['the first', 'camera', [], 0, true],
    ['the last of all sources', 'screen-sound', ['camera', 'microphone', 'screen'], 0, true],
    ['one again that is there', 'camera', ['camera', 'microphone', 'screen', 'screen-sound'], 0, true],
    ['more than there are sources at the same time', 'camera', [], LIMITS.tracksPerParticipant, false],
    ['one while the rest is there or under way', 'camera', ['microphone', 'screen'], 2, false],
  ])('M12: %s', (_, source, sources, publishing, may) => {
    expect(mayPublish(source, sources, publishing)).toBe(may);
  });
});

it.each([
  [0, true],
  [LIMITS.participants - 1, true],
  [LIMITS.participants, false],
])('M5: with %i seats taken there is place: %s', (seats, is) => {
  expect(hasPlace(seats)).toBe(is);
});

it.each([
  ['alice', true, true],
  ['bob', true, false],
  ['alice', false, false],
])('M9: %s may take up a seat of alice that is seated %s: %s', (who, isSeated, may) => {
  expect(mayTakeUp({ account: { id: 'alice' as AccountId }, isSeated }, who as AccountId)).toBe(may);
});

it.each<[TrackSource, boolean, boolean]>([
  ['microphone', false, true],
  ['microphone', true, false],
  ['screen-sound', false, false],
])('M20: %s, paused %s, is speech: %s', (source, isPaused, is) => {
  expect(isSpeech({ source, isPaused })).toBe(is);
});
