// A person's picture, or their monogram on their own colour, the same everywhere: both come from the account. The monogram stands there until the
// picture does, and where it cannot be had. Silent for screen readers, because the name stands beside it; where it does not, pass `label`.
import { useState, type CSSProperties } from 'react';
import UserRound from 'lucide-react/icons/user-round';
import { PICTURE_SIZES } from '../../protocol/constants.ts';
import { cx } from './cx.ts';

export type AvatarProps = {
  id: string;
  /** Empty for somebody who has none any more. */
  name: string;
  picture?: string | null | undefined;
  size?: number;
  label?: string;
  className?: string | undefined;
};

export const Avatar = ({ id, name, picture, size = 36, label, className }: AvatarProps) => (
  <span
    role={label ? 'img' : undefined}
    aria-label={label}
    aria-hidden={label ? undefined : true}
    className={cx(
      'avatar relative inline-flex shrink-0 items-center justify-center rounded-full leading-none font-semibold select-none',
      name === '' && 'avatar-nobody',
      className,
    )}
    style={{ '--hue': hueOf(id), width: size, height: size, fontSize: size * (size < 28 ? 0.46 : 0.38) } as CSSProperties}
  >
    {name === '' ? (
      <UserRound width={size * 0.55} height={size * 0.55} aria-hidden />
    ) : size < 28 ? (
      monogram(name).slice(0, 1) || '?'
    ) : (
      monogram(name)
    )}
    {picture && <Picture key={picture} picture={picture} size={size} />}
  </span>
);

export const pictureAt = (picture: string, size: number): string => `/api/pictures/${picture}/${size}`;

/** Over the monogram, which is what one sees before it has come and when it does not. The browser takes the one that fits the screen. */
const Picture = ({ picture, size }: { picture: string; size: number }) => {
  const [isMissing, setMissing] = useState(false);
  if (isMissing) return null;
  return (
    <img
      src={pictureAt(picture, PICTURE_SIZES[0])}
      srcSet={PICTURE_SIZES.map((edge) => `${pictureAt(picture, edge)} ${edge}w`).join(', ')}
      sizes={`${size}px`}
      width={size}
      height={size}
      alt=""
      loading="lazy"
      decoding="async"
      draggable={false}
      onError={() => setMissing(true)}
      className="absolute inset-0 size-full rounded-full object-cover"
    />
  );
};

/** A few faces that overlap, and how many more there are. */
export const Faces = ({
  people,
  max = 3,
  size = 20,
}: {
  people: readonly Pick<AvatarProps, 'id' | 'name' | 'picture'>[];
  max?: number;
  size?: number;
}) => (
  <span className="inline-flex items-center" aria-hidden>
    {people.slice(0, people.length > max + 1 ? max : max + 1).map(({ id, name, picture }, index) => (
      <Avatar
        key={id}
        id={id}
        name={name}
        picture={picture}
        size={size}
        className={index > 0 ? '-ml-1 ring-1 ring-[light-dark(white,black)]' : undefined}
      />
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
