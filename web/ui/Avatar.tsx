// A person as a monogram on their own colour, the same everywhere: both come from the account. Silent for screen readers, because the
// name stands beside it; where it does not, pass `label`.
import type { CSSProperties } from 'react';
import { cx } from './cx.ts';

export type AvatarProps = { id: string; name: string; size?: number; label?: string; className?: string | undefined };

export const Avatar = ({ id, name, size = 36, label, className }: AvatarProps) => (
  <span
    role={label ? 'img' : undefined}
    aria-label={label}
    aria-hidden={label ? undefined : true}
    className={cx('avatar inline-flex shrink-0 items-center justify-center rounded-full leading-none font-semibold select-none', className)}
    style={{ '--hue': hueOf(id), width: size, height: size, fontSize: size * (size < 28 ? 0.46 : 0.38) } as CSSProperties}
  >
    {size < 28 ? monogram(name).slice(0, 1) || '?' : monogram(name)}
  </span>
);

/** A few faces that overlap, and how many more there are. */
export const Faces = ({ people, max = 3, size = 20 }: { people: readonly { id: string; name: string }[]; max?: number; size?: number }) => (
  <span className="inline-flex items-center" aria-hidden>
    {people.slice(0, people.length > max + 1 ? max : max + 1).map(({ id, name }, index) => (
      <Avatar key={id} id={id} name={name} size={size} className={index > 0 ? '-ml-1 ring-1 ring-[light-dark(white,black)]' : undefined} />
    ))}
    {people.length > max + 1 && <span className="ml-1 text-xs tabular text-soft">+{people.length - max}</span>}
  </span>
);

const segmenter = new Intl.Segmenter();
const first = (word: string): string => [...segmenter.segment(word)][0]?.segment ?? '';

/** "AL" for Ada Lovelace, "A" for Ada; one whole character of whatever script, an emoji too. */
export const monogram = (name: string): string => {
  const words = name.split(/\s+/u).filter(Boolean);
  const letters = [words[0], words.length > 1 ? words.at(-1) : undefined].map((word) => (word ? first(word) : ''));
  return letters.join('').toLocaleUpperCase();
};

/** Spread over the circle of hues, and the same on every machine. */
export const hueOf = (id: string): number => {
  let hash = 2166136261;
  for (let index = 0; index < id.length; index++) hash = Math.imul(hash ^ id.charCodeAt(index), 16777619);
  return (hash >>> 0) % 360;
};
