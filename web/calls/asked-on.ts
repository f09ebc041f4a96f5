// A moderator's question that waits for its answer: to turn on the microphone or the camera. Answered by turning it on, by whatever way, or by
// not doing so; it goes with the call.
import { atom, type ReadableAtom } from 'nanostores';
import { camera, microphone } from '../devices/devices.ts';
import { $currentCall, onAskedOn, type AskedOn } from './calls.ts';

export type Question = Omit<AskedOn, 'source'> & { source: 'microphone' | 'camera' };

const $waiting = atom<Question | null>(null);
export const $question: ReadableAtom<Question | null> = $waiting;
export const dropQuestion = (): void => $waiting.set(null);

const captureOf = ({ source }: Question) => (source === 'microphone' ? microphone : camera);

onAskedOn(({ roomId, source, by }) => {
  if (source !== 'microphone' && source !== 'camera') return;
  const question: Question = { roomId, source, by };
  if (!captureOf(question).$wish.get().isOn) $waiting.set(question);
});

for (const capture of [microphone, camera]) {
  capture.$wish.listen(({ isOn }) => {
    const question = $waiting.get();
    if (isOn && question !== null && captureOf(question) === capture) dropQuestion();
  });
}
$currentCall.listen((call) => {
  if (call?.roomId !== $waiting.get()?.roomId) dropQuestion();
});
