// What a page notes about its own way into a call, from before its first script: the click, the server's answer, the connection, the first picture.

export type Noted = {
  /** Milliseconds of the page's own clock; undefined until it happened. */
  click?: number;
  answered?: number;
  connected?: number;
  /** The first frame's last packet, and the frame on the screen. */
  received?: number;
  drawn?: number;
};

declare global {
  interface Window {
    noted?: Noted;
  }
}

/** Runs inside the page: `sender` is the name on the tile whose picture is waited for. */
export const watchJoining = (sender: string): void => {
  const noted: Noted = {};
  window.noted = noted;

  addEventListener(
    'click',
    ({ target }) => {
      const button = target instanceof Element ? target.closest('button') : null;
      if (button?.textContent.trim() === 'Join now') noted.click ??= performance.now();
    },
    { capture: true },
  );

  const RealSocket = window.WebSocket;
  window.WebSocket = class extends RealSocket {
    #joinId: number | null = null;
    constructor(...parameters: ConstructorParameters<typeof WebSocket>) {
      super(...parameters);
      this.addEventListener('message', ({ data }) => {
        if (this.#joinId !== null && String(data).startsWith(`{"re":${this.#joinId},`)) noted.answered ??= performance.now();
      });
    }
    override send(data: Parameters<WebSocket['send']>[0]): void {
      if (typeof data === 'string' && data.includes('"calls.join"')) this.#joinId = (JSON.parse(data) as { id: number }).id;
      super.send(data);
    }
  };

  const RealConnection = window.RTCPeerConnection;
  window.RTCPeerConnection = class extends RealConnection {
    constructor(...parameters: ConstructorParameters<typeof RTCPeerConnection>) {
      super(...parameters);
      // The one that receives.
      this.addEventListener('track', () => {
        const look = () => {
          if (this.connectionState === 'connected') noted.connected ??= performance.now();
        };
        this.addEventListener('connectionstatechange', look);
        look();
      });
    }
  };

  const seen = new WeakSet<HTMLVideoElement>();
  const lookForPictures = () => {
    for (const tile of document.querySelectorAll('[role=group]')) {
      if (tile.getAttribute('aria-label') !== sender) continue;
      for (const video of tile.querySelectorAll('video')) {
        if (seen.has(video)) continue;
        seen.add(video);
        video.requestVideoFrameCallback((now, { receiveTime }) => {
          if (noted.drawn !== undefined) return;
          noted.drawn = now;
          if (receiveTime !== undefined) noted.received = receiveTime;
        });
      }
    }
  };
  new MutationObserver(lookForPictures).observe(document, { subtree: true, childList: true });
};
