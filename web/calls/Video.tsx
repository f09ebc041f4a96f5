// A live picture. Always silent: sound is played by `sound.ts`. Keeps its last picture until a new track takes over.
import { useEffect, useRef, useState } from 'react';
import { cx } from '../ui/cx.ts';

type Props = { track: MediaStreamTrack; fit: 'cover' | 'contain'; isMirrored?: boolean };

/** A picture taller than wide, in a wide tile: covering it would show a forehead. */
const isUpright = (video: HTMLVideoElement): boolean =>
  video.videoWidth / video.videoHeight < 0.9 && video.clientWidth > video.clientHeight;

export const Video = ({ track, fit, isMirrored = false }: Props) => {
  const video = useRef<HTMLVideoElement>(null);
  const [isShown, setShown] = useState(false);
  const [isContained, setContained] = useState(false);
  useEffect(() => {
    const element = video.current;
    if (element === null) return;
    element.srcObject = new MediaStream([track]);
    // Muted videos may always play; this fails only when the element is gone again, or the page is hidden.
    element.play().catch(() => {});
  }, [track]);
  useEffect(
    () => () => {
      if (video.current !== null) video.current.srcObject = null;
    },
    [],
  );
  return (
    <video
      ref={video}
      autoPlay
      playsInline
      muted
      aria-hidden
      onPlaying={() => setShown(true)}
      onResize={(event) => setContained(isUpright(event.currentTarget))}
      className={cx(
        'absolute inset-0 size-full transition-opacity duration-(--move)',
        fit === 'contain' || isContained ? 'object-contain' : 'object-cover',
        isMirrored && '-scale-x-100',
        !isShown && 'opacity-0',
      )}
    />
  );
};
