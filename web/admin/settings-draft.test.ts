import { describe, expect, test } from 'vitest';
import { HouseSettings } from '../../protocol/admin.ts';
import { BOUNDS, draftOf, isSame, problemsOf, settingsOf, type Draft } from './settings-draft.ts';

const settings: HouseSettings = {
  signUp: { kind: 'domain', domains: ['a.example', 'b.example'] },
  limits: { uploadBytes: 10 * 1024 ** 2, storedBytes: 1024 ** 3 },
};
const draft = (change: Partial<Draft>): Draft => ({ ...draftOf(settings), ...change });

test('what is not changed is what it was', () => {
  expect(isSame(settingsOf(draftOf(settings))!, settings)).toBe(true);
  const open: HouseSettings = { ...settings, signUp: { kind: 'open' } };
  expect(settingsOf(draftOf(open))).toEqual(open);
});

test('domains are kept while another policy is looked at', () => {
  const looked = draft({ policy: 'closed' });
  expect(settingsOf(looked)?.signUp).toEqual({ kind: 'closed' });
  expect(settingsOf({ ...looked, policy: 'domain' })?.signUp).toEqual(settings.signUp);
});

describe('what is wrong', () => {
  test.each<[Partial<Draft>, object]>([
    [{}, {}],
    [{ domains: [] }, { domains: 'none' }],
    [{ policy: 'open', domains: [] }, {}],
    [{ upload: { number: '63', unit: 'kB' } }, { upload: 'wrong' }],
    [{ upload: { number: '11', unit: 'GB' } }, { upload: 'wrong' }],
    [{ upload: { number: 'x', unit: 'MB' } }, { upload: 'wrong' }],
    [{ stored: { number: '', unit: 'MB' } }, { stored: 'wrong' }],
    [{ stored: { number: '2', unit: 'TB' } }, { stored: 'wrong' }],
    [{ upload: { number: '2', unit: 'GB' } }, { upload: 'over-stored' }],
  ])('%j: %j', (change, problems) => {
    expect(problemsOf(draft(change))).toEqual(problems);
    expect(settingsOf(draft(change)) === null).toBe(Object.keys(problems).length > 0);
  });

  test('by the same bounds as the server’s', () => {
    const accepts = (limits: HouseSettings['limits']) => HouseSettings.safeParse({ ...settings, limits }).success;
    const { upload, stored } = BOUNDS;
    expect(accepts({ uploadBytes: upload.min, storedBytes: stored.min })).toBe(true);
    expect(accepts({ uploadBytes: upload.max, storedBytes: stored.max })).toBe(true);
    expect(accepts({ uploadBytes: upload.min - 1, storedBytes: stored.min })).toBe(false);
    expect(accepts({ uploadBytes: upload.max + 1, storedBytes: stored.max })).toBe(false);
    expect(accepts({ uploadBytes: upload.min, storedBytes: stored.min - 1 })).toBe(false);
    expect(accepts({ uploadBytes: upload.min, storedBytes: stored.max + 1 })).toBe(false);
  });
});
