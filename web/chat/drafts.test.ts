import { describe, expect, it } from 'vitest';
import { LIMITS } from '../../protocol/constants.ts';
import type { RoomId } from '../../protocol/wire.ts';
import { lengthOf, putBack, toMessageText } from './composing.ts';
import { createDrafts } from './drafts.ts';
import { alice, bob, createFakeStorage, roomId } from './fake-room.ts';

describe('drafts', () => {
  it('survive a reload, each in its room and for its account', () => {
    const storage = createFakeStorage();
    createDrafts(storage, alice.id).write(roomId, 'half a thought');
    expect(createDrafts(storage, alice.id).draft(roomId).get()).toBe('half a thought');
    expect(createDrafts(storage, bob.id).draft(roomId).get()).toBe('');
    expect(
      createDrafts(storage, alice.id)
        .draft('other' as RoomId)
        .get(),
    ).toBe('');
  });

  it('do not change under the hands of another tab, nor take away what that one writes', () => {
    const storage = createFakeStorage();
    const [one, two] = [createDrafts(storage, alice.id), createDrafts(storage, alice.id)];
    one.write(roomId, 'from one');
    expect(two.draft(roomId).get()).toBe('from one');
    two.write(roomId, 'from two');
    expect(one.draft(roomId).get()).toBe('from one');
    one.write(roomId, '');
    expect(createDrafts(storage, alice.id).draft(roomId).get()).toBe('from two');
    two.write(roomId, '');
    expect(storage).toHaveLength(0);
  });

  it('last as long as the page where nothing can be stored', () => {
    const refuse = (): never => {
      throw new Error('forbidden');
    };
    const drafts = createDrafts({ getItem: refuse, setItem: refuse, removeItem: refuse }, alice.id);
    drafts.write(roomId, 'kept');
    expect(drafts.draft(roomId).get()).toBe('kept');
  });
});

describe('composing', () => {
  it.each([
    ['hello', 'hello'],
    ['  indented\n  twice  \n\n', '  indented\n  twice'],
    ['\n \n  code', '  code'],
    [' \n\t\n', ''],
    ['a\u0000b\ud800c', 'ab\ufffdc'],
    ['one\n\n\ntwo', 'one\n\n\ntwo'],
  ])('%j is sent as %j', (draft, text) => expect(toMessageText(draft)).toBe(text));

  it.each([
    [0, { kind: 'fine' }],
    [LIMITS.messageText - 501, { kind: 'fine' }],
    [LIMITS.messageText - 500, { kind: 'near', left: 500 }],
    [LIMITS.messageText, { kind: 'near', left: 0 }],
    [LIMITS.messageText + 1, { kind: 'over', surplus: 1 }],
  ])('%d characters', (count, expected) => expect(lengthOf('x'.repeat(count))).toEqual(expected));

  it('puts a message back before what was begun since', () => {
    expect(putBack(' ', 'old')).toBe('old');
    expect(putBack('new', 'old')).toBe('old\n\nnew');
  });
});
