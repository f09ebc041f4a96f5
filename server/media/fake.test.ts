import { describe, expect, it, vi } from 'vitest';
import type { CallId } from '../../protocol/wire.ts';
import { newId } from '../ids.ts';
import { createFakeSfu } from './fake.ts';
import { browserCapabilities, microphone } from './rtp-samples.ts';
import { sfuContract } from './sfu.contract.ts';

sfuContract('fake', async () => {
  const sfu = createFakeSfu();
  return {
    sfu,
    killWorker: async () => sfu.killWorker(),
    countOpen: async () => Object.values(sfu.count()).reduce((total, number) => total + number, 0),
  };
});

describe('the fake', () => {
  it('lets tests say who speaks', async () => {
    const sfu = createFakeSfu();
    const onSpeaking = vi.fn();
    const call = await sfu.open(newId() as CallId, { onSpeaking, onLost: () => {} });
    const media = await call.admit(browserCapabilities);
    await media.openTransport('send');
    const track = await media.publish({ kind: 'audio', rtpParameters: microphone(), isPaused: false });
    sfu.speak([track]);
    sfu.speak([]);
    expect(onSpeaking.mock.calls).toEqual([[[track]], [[]]]);
  });

  it('holds answers back, and fails when told to', async () => {
    const sfu = createFakeSfu();
    const release = sfu.hold();
    const opening = sfu.open(newId() as CallId, { onSpeaking: () => {}, onLost: () => {} });
    expect(sfu.count().calls).toBe(0);
    release();
    await opening;
    expect(sfu.count().calls).toBe(1);
    sfu.failNext('open', new Error('no'));
    await expect(sfu.open(newId() as CallId, { onSpeaking: () => {}, onLost: () => {} })).rejects.toThrow('no');
  });
});
