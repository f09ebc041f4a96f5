// How loud a track is, written to a CSS variable of an element (`--level`, 0 to 1) many times a second, past React.

let context: AudioContext | null = null;

/** Silence and loud speech at a desk, in dB of full scale. */
const FLOOR_DB = -60;
const CEILING_DB = -12;

/** 0 to 1 on a scale that the ear finds even. */
export const levelOf = (samples: Float32Array): number => {
  let sum = 0;
  for (const sample of samples) sum += sample * sample;
  const rms = Math.sqrt(sum / Math.max(1, samples.length));
  const decibels = 20 * Math.log10(Math.max(rms, 1e-6));
  return Math.min(1, Math.max(0, (decibels - FLOOR_DB) / (CEILING_DB - FLOOR_DB)));
};

/** Follows the track until the answer is called. */
export const showLevel = (track: MediaStreamTrack, element: HTMLElement): (() => void) => {
  context ??= new AudioContext();
  // Born suspended where the page has seen no click yet; capturing the microphone lets it run.
  if (context.state === 'suspended') void context.resume();
  const source = context.createMediaStreamSource(new MediaStream([track]));
  const analyser = context.createAnalyser();
  analyser.fftSize = 1024;
  source.connect(analyser);
  const samples = new Float32Array(analyser.fftSize);
  let shown = 0;
  let frame = 0;
  const draw = (): void => {
    analyser.getFloatTimeDomainData(samples);
    const level = levelOf(samples);
    // Up at once, down slowly, as meters do.
    shown = level > shown ? level : shown * 0.9 + level * 0.1;
    element.style.setProperty('--level', shown.toFixed(3));
    frame = requestAnimationFrame(draw);
  };
  frame = requestAnimationFrame(draw);
  return () => {
    cancelAnimationFrame(frame);
    source.disconnect();
    element.style.setProperty('--level', '0');
  };
};
