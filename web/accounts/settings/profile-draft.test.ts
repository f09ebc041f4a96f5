import { describe, expect, it } from 'vitest';
import { LIMITS } from '../../../protocol/constants.ts';
import { check, draftFor, errorsIn, isDirty, keepDraft, rebase, withField } from './profile-draft.ts';

const saved = { name: 'Ana', pronouns: 'she/her', about: '', timeZone: 'Europe/Berlin' };

describe('a draft', () => {
  it('has what differs from what is saved, and nothing else', () => {
    const one = withField(saved, {}, 'name', 'Anna');
    const two = withField(saved, one, 'timeZone', null);
    expect(two).toEqual({ name: 'Anna', timeZone: null });
    expect(withField(saved, two, 'name', 'Ana')).toEqual({ timeZone: null });
    expect([isDirty({}), isDirty({ timeZone: null })]).toEqual([false, true]);
  });

  it('takes up what another window saved, and keeps what was written here', () => {
    const draft = { name: 'Anna', about: 'Grows leeks' };
    expect(rebase({ ...saved, pronouns: 'they/them' }, draft)).toEqual(draft);
    expect(rebase({ ...saved, about: 'Grows leeks' }, draft)).toEqual({ name: 'Anna' });
  });

  it('is whose account it is', () => {
    keepDraft('ana', { about: 'Mine' });
    expect([draftFor('ana'), draftFor('bob')]).toEqual([{ about: 'Mine' }, {}]);
  });
});

describe('what is wrong', () => {
  it('is said at its field before anybody is asked', () => {
    expect(check(saved)).toEqual({});
    expect(check({ ...saved, name: '  ', about: 'x'.repeat(LIMITS.about + 1) })).toEqual({ name: 'empty', about: 'long' });
  });

  it.each([
    ['bad-request', 'name: has characters that cannot be seen', { name: 'hidden' }],
    ['too-long', 'about has more than 160 characters', { about: 'long' }],
    ['bad-request', 'timeZone: is not a time zone', { timeZone: 'zone' }],
    ['bad-request', 'nameless: what', null],
    ['too-many', 'name too often', null],
  ])('%s, %s', (code, message, errors) => expect(errorsIn({ code, message })).toEqual(errors));
});
