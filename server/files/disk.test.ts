// Files on the disk: what every place for files must do, and what a disk has besides.
import { mkdtemp, mkdir, readdir, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { openDiskFiles } from './disk.ts';
import { filesContract } from './files.contract.ts';

const folders: string[] = [];
const newFolder = async () => {
  const folder = await mkdtemp(join(tmpdir(), 'parlor-files-'));
  folders.push(folder);
  return join(folder, 'files');
};
afterAll(() => Promise.all(folders.map((folder) => rm(folder, { recursive: true }))));

filesContract('files on the disk', async () => openDiskFiles(await newFolder()));

it('lie by the beginning of their id, readable by their owner alone, with nothing half written beside them', async () => {
  const folder = await newFolder();
  const files = await openDiskFiles(folder);
  await files.put('abcdef', '64.webp', Buffer.from('x'));
  expect(await readdir(folder, { recursive: true })).toEqual(['ab', join('ab', 'abcdef-64.webp')]);
  expect((await stat(join(folder, 'ab', 'abcdef-64.webp'))).mode & 0o777).toBe(0o600);
});

it('a write that fails leaves nothing, and what was there before', async () => {
  const folder = await newFolder();
  const files = await openDiskFiles(folder);
  await files.put('abcdef', '64.webp', Buffer.from('before'));
  // Nothing can be moved onto a folder that has something in it.
  await mkdir(join(folder, 'ab', 'abcdef-128.webp', 'x'), { recursive: true });
  await expect(files.put('abcdef', '128.webp', Buffer.from('x'))).rejects.toThrow();
  expect(await readdir(join(folder, 'ab'))).toEqual(['abcdef-128.webp', 'abcdef-64.webp']);
  expect(String(await files.get('abcdef', '64.webp'))).toBe('before');
});

it('what a power cut left half written is gone after the next start', async () => {
  const folder = await newFolder();
  await (await openDiskFiles(folder)).put('abcdef', '64.webp', Buffer.from('x'));
  const half = join(folder, 'ab', 'abcdef-0123456789ab.new');
  await writeFile(half, 'half');
  // Another server may be writing it at this moment.
  await openDiskFiles(folder);
  expect(await readdir(join(folder, 'ab'))).toHaveLength(2);
  const long = Date.now() / 1_000 - 2 * 60 * 60;
  await utimes(half, long, long);
  await openDiskFiles(folder);
  expect(await readdir(join(folder, 'ab'))).toEqual(['abcdef-64.webp']);
});
