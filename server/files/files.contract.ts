// What every place for files must do.
import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { Files } from './files.ts';

export const filesContract = (title: string, open: () => Promise<Files>): void => {
  const newId = () => randomBytes(16).toString('base64url');
  const bytes = (text: string) => Buffer.from(text);

  describe(`the contract of files: ${title}`, () => {
    it('gives back what was put, by id and name, and nothing else', async () => {
      const files = await open();
      const [one, other] = [newId(), newId()];
      await files.put(one, '64.webp', bytes('small'));
      await files.put(one, '512.webp', bytes('large'));
      await files.put(other, '64.webp', bytes('other'));
      expect(String(await files.get(one, '64.webp'))).toBe('small');
      expect(String(await files.get(one, '512.webp'))).toBe('large');
      expect(String(await files.get(other, '64.webp'))).toBe('other');
      expect(await files.get(one, '128.webp')).toBeNull();
      expect(await files.get(newId(), '64.webp')).toBeNull();
    });

    it('replaces, and keeps what it was given whatever becomes of it', async () => {
      const files = await open();
      const id = newId();
      const given = bytes('first');
      await files.put(id, '64.webp', given);
      given.fill(0);
      expect(String(await files.get(id, '64.webp'))).toBe('first');
      await files.put(id, '64.webp', bytes('second'));
      expect(String(await files.get(id, '64.webp'))).toBe('second');
    });

    it('removes everything under an id, and once more without complaint', async () => {
      const files = await open();
      const [one, other] = [newId(), newId()];
      for (const id of [one, other]) await files.put(id, '64.webp', bytes(id));
      await files.put(one, '128.webp', bytes('more'));
      await files.remove(one);
      await files.remove(one);
      await files.remove(newId());
      expect([await files.get(one, '64.webp'), await files.get(one, '128.webp')]).toEqual([null, null]);
      expect(await files.get(other, '64.webp')).not.toBeNull();
    });

    it('knows what there is, since when, and how much', async () => {
      const files = await open();
      expect([await files.all(), await files.used()]).toEqual([[], 0]);
      const ids = [newId(), newId()].toSorted();
      for (const id of ids) await files.put(id, '64.webp', Buffer.alloc(100));
      await files.put(ids[0]!, '128.webp', Buffer.alloc(20));
      const all = await files.all();
      expect(all.map(({ id }) => id).toSorted()).toEqual(ids);
      for (const { changedAt } of all) expect(Math.abs(changedAt - Date.now())).toBeLessThan(60_000);
      expect(await files.used()).toBe(220);
      await files.remove(ids[0]!);
      expect([(await files.all()).length, await files.used()]).toEqual([1, 100]);
    });

    it('an id is told from one that begins like it', async () => {
      const files = await open();
      await files.put('abc', '64.webp', bytes('short'));
      await files.put('abc-d', '64.webp', bytes('long'));
      await files.remove('abc');
      expect(await files.get('abc', '64.webp')).toBeNull();
      expect(String(await files.get('abc-d', '64.webp'))).toBe('long');
    });

    it.each([
      ['../abc', '64.webp'],
      ['a/b', '64.webp'],
      ['', '64.webp'],
      ['.', '64.webp'],
      ['abc', '../64.webp'],
      ['abc', '64'],
      ['abc', '64.webp\u0000'],
      ['abc', ''],
    ])('takes no path for a name: %j %j', async (id, file) => {
      const files = await open();
      await expect(files.put(id, file, bytes('x'))).rejects.toThrow('bug');
      await expect(files.get(id, file)).rejects.toThrow('bug');
      if (file === '64.webp') await expect(files.remove(id)).rejects.toThrow('bug');
    });
  });
};
