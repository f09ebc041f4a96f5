// A text as a QR code: dark on white in both themes, because many scanners read it no other way, with the quiet border that they need.
// Brings its encoder along: draw it where it is loaded when wanted.
import { useMemo } from 'react';
import { encode } from 'uqr';
import { cx } from './cx.ts';

/** Modules of white around it; fewer than four, and some scanners do not find it. */
const BORDER = 4;

/** `label`: what it leads to, for those who do not see it. */
export const QrCode = ({ text, label, className }: { text: string; label: string; className?: string }) => {
  const { size, path } = useMemo(() => {
    const { data, size: modules } = encode(text, { ecc: 'M', border: BORDER });
    return { size: modules, path: pathOf(data) };
  }, [text]);
  return (
    <svg
      role="img"
      aria-label={label}
      viewBox={`0 0 ${size} ${size}`}
      shapeRendering="crispEdges"
      className={cx('block aspect-square rounded-control', className)}
    >
      <rect width={size} height={size} fill="#fff" />
      <path d={path} fill="#000" />
    </svg>
  );
};

export default QrCode;

/** One stroke for each run of dark modules in a row. */
const pathOf = (rows: readonly (readonly boolean[])[]): string => {
  let path = '';
  rows.forEach((row, y) => {
    for (let x = 0; x < row.length; x++) {
      if (!row[x]) continue;
      const start = x;
      while (row[x + 1]) x++;
      const width = x - start + 1;
      path += `M${start} ${y}h${width}v1h-${width}z`;
    }
  });
  return path;
};
