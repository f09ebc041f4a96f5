import { describe, expect, test } from 'vitest';
import { createScreen } from './screen.ts';

const named = (name: string): Error => Object.assign(new Error(name), { name });

const createBench = () => {
  const stopped: string[] = [];
  const track = (kind: string) => ({ kind, contentHint: '', onended: null as (() => void) | null, stop: () => void stopped.push(kind) });
  const picture = track('video');
  const sound = track('audio');
  const picked = Promise.withResolvers<MediaStream>();
  const screen = createScreen(() => picked.promise);
  const stream = (...tracks: unknown[]) =>
    ({
      getVideoTracks: () => tracks.filter((each) => each === picture),
      getAudioTracks: () => tracks.filter((each) => each === sound),
      getTracks: () => tracks,
    }) as unknown as MediaStream;
  return { screen, picked, stream, picture, sound, stopped };
};

describe('sharing a screen', () => {
  test('with its sound, sharp, until it is stopped', async () => {
    const { screen, picked, stream, picture, sound, stopped } = createBench();
    const sharing = screen.share();
    expect(screen.$state.get().kind).toBe('picking');
    picked.resolve(stream(picture, sound));
    await sharing;
    expect(screen.$state.get()).toEqual({ kind: 'sharing', picture, sound });
    expect(picture.contentHint).toBe('detail');
    screen.stop();
    expect(stopped).toEqual(['video', 'audio']);
    expect(screen.$state.get().kind).toBe('off');
  });

  test('goes on when its sound is stopped by itself', async () => {
    const { screen, picked, stream, picture, sound, stopped } = createBench();
    picked.resolve(stream(picture, sound));
    await screen.share();
    screen.stopSound();
    screen.stopSound();
    expect(stopped).toEqual(['audio']);
    expect(screen.$state.get()).toEqual({ kind: 'sharing', picture, sound: null });
    screen.stop();
    screen.stopSound();
    expect(screen.$state.get().kind).toBe('off');
  });

  test("ends with the browser's own button", async () => {
    const { screen, picked, stream, picture, sound, stopped } = createBench();
    picked.resolve(stream(picture, sound));
    await screen.share();
    picture.onended?.();
    expect(screen.$state.get().kind).toBe('off');
    expect(stopped).toContain('audio');
  });

  test('called off in the dialog is off, without an error', async () => {
    const { screen, picked } = createBench();
    picked.reject(named('NotAllowedError'));
    await screen.share();
    expect(screen.$state.get().kind).toBe('off');
  });

  test('that cannot be is off, and an error', async () => {
    const { screen, picked } = createBench();
    picked.reject(named('NotReadableError'));
    await expect(screen.share()).rejects.toThrow('NotReadableError');
    expect(screen.$state.get().kind).toBe('off');
  });

  test('picked after the call was left is let go of at once', async () => {
    const { screen, picked, stream, picture, stopped } = createBench();
    const sharing = screen.share();
    screen.stop();
    picked.resolve(stream(picture));
    await sharing;
    expect(stopped).toEqual(['video']);
    expect(screen.$state.get().kind).toBe('off');
  });
});
