// What every SFU keeps. Run on each implementation.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Refusal } from '../../protocol/errors.ts';
import { IceParameters, RtpCapabilities, TransportOffer, type RtpParameters } from '../../protocol/media.ts';
import { SubscriptionId, TrackId, type CallId } from '../../protocol/wire.ts';
import { newId } from '../ids.ts';
import { audioCapabilities, browserCapabilities, camera, fingerprints, microphone } from './rtp-samples.ts';
import { SfuUnavailable, type CallListener, type CallMedia, type ParticipantMedia, type Publication, type Sfu } from './sfu.ts';

export type SfuUnderTest = {
  sfu: Sfu;
  /** Resolves when it is dead. */
  killWorker(): Promise<void>;
  /** What the worker holds: calls, transports, tracks, subscriptions and whatever comes with them. */
  countOpen(): Promise<number>;
};

const audio = (change: Partial<RtpParameters> = {}): Publication => ({
  kind: 'audio',
  rtpParameters: { ...microphone(), ...change },
  isPaused: false,
});
const video = (change: Partial<RtpParameters> = {}): Publication => ({
  kind: 'video',
  rtpParameters: { ...camera(), ...change },
  isPaused: false,
});
const unknown = newId() as TrackId;

const [opus] = microphone().codecs;
const [vp8, rtx] = camera().codecs;

const wrongPublications: [string, Publication][] = [
  ['a kind that its codec is not of', { ...video(), kind: 'audio' }],
  ['a codec that is not routed', video({ codecs: [{ ...vp8!, mimeType: 'video/H264' }] })],
  ['a clock rate that the codec has not', audio({ codecs: [{ ...opus!, clockRate: 8_000 }] })],
  ['two codecs', audio({ codecs: [opus!, { ...opus!, payloadType: 112 }] })],
  ['codecs of two kinds', audio({ codecs: [opus!, vp8!] })],
  ['retransmissions of nothing', video({ codecs: [rtx!] })],
  ['two microphones in one', audio({ encodings: [{ ssrc: 1 }, { ssrc: 2 }] })],
  ['four layers', video({ encodings: [{ rid: 'a' }, { rid: 'b' }, { rid: 'c' }, { rid: 'd' }] })],
];

export const sfuContract = (name: string, make: () => Promise<SfuUnderTest>): void => {
  describe(`sfu: ${name}`, () => {
    let under: SfuUnderTest;
    let call: CallMedia;
    const listener = { onSpeaking: vi.fn<CallListener['onSpeaking']>(), onLost: vi.fn<CallListener['onLost']>() };

    const seat = async (capabilities: RtpCapabilities = browserCapabilities): Promise<ParticipantMedia> => {
      const media = await call.admit(capabilities);
      await Promise.all([media.openTransport('send'), media.openTransport('receive')]);
      return media;
    };

    beforeEach(async () => {
      vi.clearAllMocks();
      under = await make();
      call = await under.sfu.open(newId() as CallId, listener);
    });
    afterEach(() => under.sfu.close());

    it('routes Opus and VP8, said in the words of the protocol', () => {
      const { codecs } = RtpCapabilities.parse(under.sfu.rtpCapabilities);
      expect(codecs.map(({ mimeType }) => mimeType)).toEqual(expect.arrayContaining(['audio/opus', 'video/VP8']));
    });

    it('offers a transport for each direction, secures it and restarts its ICE', async () => {
      const media = await call.admit(browserCapabilities);
      const [send, receive] = await Promise.all([media.openTransport('send'), media.openTransport('receive')]);
      expect(TransportOffer.parse(send).id).not.toBe(TransportOffer.parse(receive).id);
      expect(send.iceCandidates.length).toBeGreaterThan(0);
      await Promise.all([media.secureTransport('send', fingerprints), media.secureTransport('receive', fingerprints)]);
      const again = IceParameters.parse(await media.restartIce('send'));
      expect(again.usernameFragment).not.toBe(send.iceParameters.usernameFragment);
    });

    it('refuses a fingerprint of another length than its algorithm has', async () => {
      const media = await seat();
      const short = [{ algorithm: 'sha-512' as const, value: fingerprints[0]!.value }];
      await expect(media.secureTransport('send', short)).rejects.toMatchObject({ code: 'bad-request' });
      await media.secureTransport('send', fingerprints);
    });

    it('refuses a second transport of one direction, and to publish without one, as bugs of its caller', async () => {
      const media = await call.admit(browserCapabilities);
      await expect(media.publish(audio())).rejects.toThrow('bug');
      await media.openTransport('send');
      await expect(media.openTransport('send')).rejects.toThrow('bug');
    });

    it('gives what one publishes to all others', async () => {
      const [alice, bob, carol] = [await seat(), await seat(), await seat()];
      const sound = TrackId.parse(await alice.publish(audio()));
      const picture = TrackId.parse(await alice.publish(video()));
      for (const media of [bob, carol]) {
        const [heard, seen] = await Promise.all([media.subscribe(sound, false), media.subscribe(picture, true)]);
        expect(heard).toMatchObject({ trackId: sound, kind: 'audio', isPaused: false });
        expect(seen).toMatchObject({ trackId: picture, kind: 'video', isPaused: true });
        expect(SubscriptionId.parse(heard!.id)).not.toBe(SubscriptionId.parse(seen!.id));
        expect(seen!.rtpParameters.codecs[0]!.mimeType).toBe('video/VP8');
        expect(seen!.rtpParameters.encodings).not.toHaveLength(0);
      }
    });

    it('has no subscription to a track that is unknown, gone, or of no use to this browser', async () => {
      const [alice, bob] = [await seat(), await seat(audioCapabilities)];
      const [sound, picture] = [await alice.publish(audio()), await alice.publish(video())];
      expect(await bob.subscribe(unknown, false)).toBe(null);
      expect(await bob.subscribe(picture, false)).toBe(null);
      expect(await bob.subscribe(sound, false)).not.toBe(null);
      alice.drop(sound);
      expect(await bob.subscribe(sound, false)).toBe(null);
    });

    it.each(wrongPublications)('refuses %s, and goes on', async (_, publication) => {
      const media = await seat();
      await expect(media.publish(publication)).rejects.toMatchObject({ name: 'Refusal', code: 'bad-request' });
      await expect(media.publish(audio())).resolves.toBeTypeOf('string');
      expect(under.sfu.health().every(({ isAlive }) => isAlive)).toBe(true);
    });

    it('turns tracks and subscriptions off and on, and chooses layers', async () => {
      const [alice, bob] = [await seat(), await seat()];
      const [sound, picture] = [await alice.publish({ ...audio(), isPaused: true }), await alice.publish(video())];
      const [heard, seen] = [await bob.subscribe(sound, false), await bob.subscribe(picture, true)];
      await alice.adjust(sound, { isPaused: false });
      await bob.adjust(seen!.id, { isPaused: false, layer: 0 });
      await bob.adjust(seen!.id, { layer: 2 });
      await bob.adjust(heard!.id, { isPaused: true, layer: 1 });
    });

    it('is not moved by ids that are unknown, or of somebody else', async () => {
      const [alice, bob] = [await seat(), await seat()];
      const sound = await alice.publish(audio());
      await bob.adjust(unknown, { isPaused: true });
      await bob.adjust(sound, { isPaused: true });
      bob.drop(unknown);
      bob.drop(sound);
      expect(await bob.subscribe(sound, false)).not.toBe(null);
    });

    it('drops tracks with the subscriptions to them, and more than once', async () => {
      const [alice, bob] = [await seat(), await seat()];
      const before = await under.countOpen();
      const sound = await alice.publish(audio());
      const heard = await bob.subscribe(sound, false);
      expect(await under.countOpen()).toBe(before + 2);
      alice.drop(sound);
      alice.drop(sound);
      await vi.waitFor(async () => expect(await under.countOpen()).toBe(before));
      bob.drop(heard!.id);
      await bob.adjust(heard!.id, { isPaused: false });
    });

    it('frees everything of a participant who goes, and answers nothing more', async () => {
      const [alice, bob] = [await seat(), await seat()];
      const before = await under.countOpen();
      const carol = await seat();
      const track = await carol.publish(audio());
      await alice.subscribe(track, false);
      await carol.subscribe(await alice.publish(audio()), false);
      carol.close();
      carol.close();
      await vi.waitFor(async () => expect(await under.countOpen()).toBe(before + 1));
      expect(await bob.subscribe(track, false)).toBe(null);
      await expect(carol.openTransport('send')).rejects.toMatchObject({ code: 'not-in-call' });
      await expect(carol.publish(audio())).rejects.toMatchObject({ code: 'not-in-call' });
      await expect(carol.subscribe(track, false)).rejects.toMatchObject({ code: 'not-in-call' });
      await expect(carol.adjust(track, { isPaused: true })).rejects.toMatchObject({ code: 'not-in-call' });
    });

    it('leaves nothing behind of what was under way when a participant or the call is closed', async () => {
      const idle = await under.countOpen();
      const second = await under.sfu.open(newId() as CallId, listener);
      const inUse = await under.countOpen();
      const answers: Promise<unknown>[] = [];
      for (const close of [(media: ParticipantMedia) => media.close(), () => second.close()]) {
        const leaving = await second.admit(browserCapabilities);
        await Promise.all([leaving.openTransport('send'), leaving.openTransport('receive')]);
        const track = await leaving.publish(audio());
        const late = await second.admit(browserCapabilities);
        answers.push(
          ...[
            late.openTransport('send'),
            leaving.publish(video()),
            leaving.subscribe(track, false),
            leaving.secureTransport('send', fingerprints),
          ],
        );
        close(leaving);
        late.close();
        const [, ...ends] = await Promise.allSettled(answers.splice(0));
        for (const end of ends) expect(end).toMatchObject({ status: 'rejected', reason: { code: 'not-in-call' } });
      }
      expect(inUse).toBeGreaterThan(idle);
      await vi.waitFor(async () => expect(await under.countOpen()).toBe(idle));
      await expect(second.admit(browserCapabilities)).rejects.toMatchObject({ code: 'not-in-call' });
      second.close();
    });

    it('tells once that the worker is lost, ends what was on it, and carries new calls soon', async () => {
      const media = await seat();
      const track = await media.publish(audio());
      await under.killWorker();
      expect(listener.onLost).toHaveBeenCalledTimes(1);
      await expect(media.subscribe(track, false)).rejects.toMatchObject({ code: 'not-in-call' });
      await expect(call.admit(browserCapabilities)).rejects.toBeInstanceOf(Refusal);
      media.drop(track);
      media.close();
      call.close();
      call = await under.sfu.open(newId() as CallId, listener);
      await (await seat()).publish(audio());
      expect(under.sfu.health()).toMatchObject([{ isAlive: true }]);
      expect(listener.onLost).toHaveBeenCalledTimes(1);
    });

    it('closes more than once, with calls open, and opens nothing any more', async () => {
      const media = await seat();
      await under.sfu.close();
      await under.sfu.close();
      await expect(media.publish(audio())).rejects.toMatchObject({ code: 'not-in-call' });
      await expect(under.sfu.open(newId() as CallId, listener)).rejects.toBeInstanceOf(SfuUnavailable);
      expect(under.sfu.health()).toMatchObject([{ isAlive: false }]);
      expect(listener.onLost).not.toHaveBeenCalled();
    });
  });
};
