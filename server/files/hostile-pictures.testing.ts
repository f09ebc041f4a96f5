// Files that claim to be pictures, made by hand: what somebody who means harm would send, and some of what people send without meaning anything.
import { crc32, deflateSync } from 'node:zlib';

const chunk = (type: string, data: Buffer): Buffer => {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, sum]);
};
const int = (value: number): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
};
const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const header = (width: number, height: number): Buffer =>
  chunk('IHDR', Buffer.concat([int(width), int(height), Buffer.from([8, 2, 0, 0, 0])]));

/** Black, of any size, with further chunks before its content. Deflate makes very little of it. */
export const png = (width: number, height: number, before: Buffer[] = [], after: Buffer[] = []): Buffer => {
  const rows = deflateSync(Buffer.alloc((width * 3 + 1) * height), { level: 9 });
  return Buffer.concat([SIGNATURE, header(width, height), ...before, chunk('IDAT', rows), ...after, chunk('IEND', Buffer.alloc(0))]);
};

/** Says that it is huge, and has one pixel. */
export const claiming = (width: number, height: number): Buffer =>
  Buffer.concat([SIGNATURE, header(width, height), chunk('IDAT', deflateSync(Buffer.alloc(4))), chunk('IEND', Buffer.alloc(0))]);

const zeros = (megabytes: number): Buffer => deflateSync(Buffer.alloc(megabytes * 1024 * 1024), { level: 9 });
/** A comment that unpacks to so many megabytes. */
export const textBomb = (megabytes: number): Buffer =>
  png(8, 8, [chunk('zTXt', Buffer.concat([Buffer.from('Comment\0\0', 'latin1'), zeros(megabytes)]))]);
export const profileBomb = (megabytes: number): Buffer =>
  png(8, 8, [chunk('iCCP', Buffer.concat([Buffer.from('icc\0\0', 'latin1'), zeros(megabytes)]))]);

export const apng = (frames: number): Buffer => {
  const rows = deflateSync(Buffer.alloc((8 * 3 + 1) * 8));
  const control = (seq: number) =>
    chunk('fcTL', Buffer.concat([int(seq), int(8), int(8), int(0), int(0), Buffer.from([0, 1, 0, 10, 0, 0])]));
  const more = Array.from({ length: frames - 1 }, (_, index) => [
    control(index * 2 + 1),
    chunk('fdAT', Buffer.concat([int(index * 2 + 2), rows])),
  ]).flat();
  return png(8, 8, [chunk('acTL', Buffer.concat([int(frames), int(0)])), control(0)], more);
};

/** One red pixel a frame, with a comment that a browser would run if it were handed out as it is. */
export const gif = (frames: number, comment = ''): Buffer => {
  const head = Buffer.concat([Buffer.from('GIF89a'), Buffer.from([1, 0, 1, 0, 0x80, 0, 0, 255, 0, 0, 0, 0, 0])]);
  const text = Buffer.from(comment);
  const said = comment === '' ? Buffer.alloc(0) : Buffer.concat([Buffer.from([0x21, 0xfe, text.length]), text, Buffer.from([0])]);
  const frame = Buffer.from([0x21, 0xf9, 4, 0, 1, 0, 0, 0, 0x2c, 0, 0, 0, 0, 1, 0, 1, 0, 0, 2, 2, 0x44, 1, 0]);
  return Buffer.concat([head, said, ...Array.from({ length: frames }, () => frame), Buffer.from([0x3b])]);
};

const text = (content: string): Buffer => Buffer.from(content);
const box = (type: string, data: Buffer): Buffer => Buffer.concat([int(data.length + 8), Buffer.from(type, 'latin1'), data]);

/** Each is to be refused, whatever it says that it is. */
export const NO_PICTURES: Record<string, Buffer> = {
  'no bytes at all': Buffer.alloc(0),
  'one byte': Buffer.from([0xff]),
  'the beginning of a JPEG': Buffer.from([0xff, 0xd8, 0xff, 0xe0]),
  'the beginning of a PNG': SIGNATURE,
  zeros: Buffer.alloc(100_000),
  text: text('This is not a picture.'),
  'a page': text('<!doctype html><html><body><img src=x onerror=alert(1)></body></html>'),
  'an SVG with a script': text(
    '<svg xmlns="http://www.w3.org/2000/svg" width="64" height="64"><script>alert(1)</script><rect width="64" height="64"/></svg>',
  ),
  'an SVG that reads a file': text(
    '<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]><svg xmlns="http://www.w3.org/2000/svg" width="64" height="64"><text>&x;</text></svg>',
  ),
  'a PDF': text('%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF'),
  'a drawing for ImageMagick': text(
    'push graphic-context\nviewbox 0 0 640 480\nfill \'url(https://example.org/x.jpg"|ls "-la)\'\npop graphic-context',
  ),
  PostScript: text('%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 1 1\nshowpage'),
  'a portable pixmap': Buffer.concat([text('P6\n2 2\n255\n'), Buffer.alloc(12)]),
  'a Radiance picture': text('#?RADIANCE\nFORMAT=32-bit_rle_rgbe\n\n-Y 1 +X 1\n\x01\x01\x01\x80'),
  'a table for libvips': text('2 2\n1 2\n3 4\n'),
  'a zip': Buffer.concat([text('PK\x05\x06'), Buffer.alloc(18)]),
  HEIC: Buffer.concat([box('ftyp', text('heic\0\0\0\0mif1heic')), box('mdat', Buffer.alloc(1_000))]),
  'a PNG that says 50,000 by 50,000': claiming(50_000, 50_000),
  'a PNG that says all there is': claiming(0x7fffffff, 0x7fffffff),
  'a PNG that says nothing': claiming(0, 0),
  'a PNG of 49 million pixels': png(7_000, 7_000),
  'a PNG that ends in the middle': png(600, 600).subarray(0, 200),
};
