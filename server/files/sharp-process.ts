// The process in which pictures are unpacked: a decoder that is led astray takes this with it, and not the house. It knows no secrets, has no files open,
// steps down from root, and ends itself when it grows too large. One picture at a time; its parent is sharp-encoder.ts, which ends it when it is too slow.
import { setPriority } from 'node:os';
import sharp from 'sharp';
import { MOST_PIXELS } from './encoder.ts';

export type Task = { id: number; bytes: Buffer; edges: readonly number[] };
/** null: no picture. */
export type Done = { id: number; squares: (readonly [edge: number, bytes: Buffer])[] | null };

const MOST_RSS_BYTES = 900 * 1024 * 1024;
/** What one unpacked picture may take: 40 million pixels of 8 bits and four channels, or fewer deeper ones. */
const MOST_UNPACKED_BYTES = 4 * MOST_PIXELS;
const LOOK_EVERY_MS = 20;
const NOBODY = 65_534;
const SECONDS = 8;

/** By content: what a file is called, and what it says that it is, does not count. No other reader is ever asked: not for SVG, PDF or anything else. */
const FORMATS = new Set(['jpeg', 'png', 'webp', 'gif', 'heif', 'tiff']);
sharp.block({ operation: ['VipsForeignLoad'] });
sharp.unblock({
  operation: ['Jpeg', 'Png', 'Webp', 'Nsgif', 'Heif', 'Tiff'].map((format) => `VipsForeignLoad${format}Buffer`),
});
sharp.cache(false);
sharp.concurrency(1);

const BYTES_OF: Record<string, number> = {
  uchar: 1,
  char: 1,
  ushort: 2,
  short: 2,
  uint: 4,
  int: 4,
  float: 4,
  complex: 8,
  double: 8,
  dpcomplex: 16,
};

const READING = {
  failOn: 'error',
  limitInputPixels: MOST_PIXELS,
  limitInputChannels: 5,
  sequentialRead: true,
  // Of many pictures in one file, the first.
  page: 0,
  pages: 1,
} as const;

const encode = async (bytes: Buffer, edges: readonly number[]): Promise<Done['squares']> => {
  const { format, width, height, channels, depth } = await sharp(bytes, READING).metadata();
  if (!FORMATS.has(format) || width * height * channels * (BYTES_OF[depth] ?? 16) > MOST_UNPACKED_BYTES) return null;
  const edge = Math.max(...edges);
  const { data, info } = await sharp(bytes, READING)
    .timeout({ seconds: SECONDS })
    .autoOrient()
    .resize(edge, edge, { fit: 'cover', position: 'centre' })
    .flatten({ background: '#ffffff' })
    .toColourspace('srgb')
    .raw({ depth: 'uchar' })
    .toBuffer({ resolveWithObject: true });
  const raw = { width: info.width, height: info.height, channels: info.channels };
  return Promise.all(
    edges.map(async (size) => {
      const square = await sharp(data, { raw }).resize(size, size).webp({ quality: 82, effort: 4, smartSubsample: true }).toBuffer();
      return [size, square] as const;
    }),
  );
};

setInterval(() => {
  if (process.memoryUsage.rss() > MOST_RSS_BYTES) process.exit(1);
}, LOOK_EVERY_MS).unref();
setPriority(10);
if (process.getuid?.() === 0) {
  process.setgroups?.([]);
  process.setgid?.(NOBODY);
  process.setuid?.(NOBODY);
}
process.on('disconnect', () => process.exit(0));
process.on('message', ({ id, bytes, edges }: Task) => {
  const answer = (squares: Done['squares']) => process.send?.({ id, squares } satisfies Done);
  encode(Buffer.from(bytes), edges).then(answer, () => answer(null)); // Whatever it is that cannot be read, it is no picture.
});
