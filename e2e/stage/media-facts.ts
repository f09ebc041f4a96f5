// What a page really receives, read from its own WebRTC statistics and from the pixels on its screen: not what it says about itself.
import type { Page } from 'playwright-core';

declare global {
  interface Window {
    seenConnections?: RTCPeerConnection[];
  }
}

/** Must run before the page's own scripts. */
export const watchConnections = (): void => {
  const Real = window.RTCPeerConnection;
  const seen: RTCPeerConnection[] = [];
  window.seenConnections = seen;
  window.RTCPeerConnection = class extends Real {
    constructor(...parameters: ConstructorParameters<typeof RTCPeerConnection>) {
      super(...parameters);
      seen.push(this);
    }
  };
};

export type Received = {
  /** Frames decoded, of each remote video track that is alive. */
  videos: Record<string, number>;
  /** Sound energy heard, of each remote audio track that is alive. */
  voices: Record<string, number>;
  /** SRTP profiles of the connections. */
  ciphers: string[];
};

export const received = (page: Page): Promise<Received> =>
  page.evaluate(async () => {
    const facts: Received = { videos: {}, voices: {}, ciphers: [] };
    for (const connection of window.seenConnections ?? []) {
      if (connection.connectionState !== 'connected') continue;
      const report = (await connection.getStats()) as unknown as Map<string, Record<string, unknown>>;
      for (const stats of report.values()) {
        const { type, kind, trackIdentifier } = stats;
        if (type === 'transport' && stats['srtpCipher']) facts.ciphers.push(stats['srtpCipher'] as string);
        if (type !== 'inbound-rtp') continue;
        if (kind === 'video') facts.videos[String(trackIdentifier)] = Number(stats['framesDecoded'] ?? 0);
        else facts.voices[String(trackIdentifier)] = Number(stats['totalAudioEnergy'] ?? 0);
      }
    }
    return facts;
  });

/** The spread of brightness in the middle of a tile's picture, 0 to 255: 0 for a black or blank one. */
export const contrastOf = (page: Page, name: string): Promise<number> =>
  page
    .getByRole('group', { name, exact: true })
    .locator('video')
    .first()
    .evaluate((video: HTMLVideoElement) => {
      const canvas = document.createElement('canvas');
      canvas.width = 64;
      canvas.height = 36;
      const context = canvas.getContext('2d')!;
      context.drawImage(video, 0, 0, 64, 36);
      const { data } = context.getImageData(0, 0, 64, 36);
      let least = 255;
      let most = 0;
      for (let index = 0; index < data.length; index += 4) {
        const light = (data[index]! + data[index + 1]! + data[index + 2]!) / 3;
        least = Math.min(least, light);
        most = Math.max(most, light);
      }
      return most - least;
    });
