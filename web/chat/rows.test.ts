import { describe, expect, it } from 'vitest';
import type { Message } from '../../protocol/chat.ts';
import type { MessageId, MessageKey } from '../../protocol/wire.ts';
import { alice, bob, roomId } from './fake-room.ts';
import type { Entry, EntryState } from './outbox.ts';
import { changedAtStart, GROUP_MS, type MessageRow, type Row, rowsOf } from './rows.ts';

const MORNING = new Date(2026, 2, 2, 9).getTime();
const DAY = 86_400_000;

const message = (seq: number, author = bob, at = MORNING + seq * 1_000): Message => ({
  id: `id${seq}` as MessageId,
  key: `key${seq}` as MessageKey,
  seq,
  author,
  text: `message ${seq}`,
  at,
});
const entry = (key: string, state: EntryState, at = MORNING + 100_000): Entry => ({ key: key as MessageKey, roomId, text: key, at, state });

const draw = (
  messages: Message[],
  options: Partial<Parameters<typeof rowsOf>[0]> & { hasOlder?: boolean; hasNewer?: boolean } = {},
): Row[] => {
  const { hasOlder = false, hasNewer = false, ...rest } = options;
  return rowsOf({ window: { messages, hasOlder, hasNewer }, entries: [], viewer: alice, viewSeq: 100, newAfter: null, ...rest });
};
const said = (rows: Row[]): MessageRow[] => rows.filter((row) => row.kind === 'message');
const flags = (rows: Row[]) =>
  said(rows).map(({ startsDay, startsNew, isContinued }) =>
    [startsDay && 'day', startsNew && 'new', isContinued && 'more'].filter(Boolean).join(' '),
  );

describe('rows', () => {
  it.each<[string, Message[], string[]]>([
    ['one person, close together', [message(1), message(2)], ['day', 'more']],
    ['two people', [message(1), message(2, alice)], ['day', '']],
    ['five minutes apart', [message(1), message(2, bob, MORNING + 1_000 + GROUP_MS)], ['day', '']],
    ['almost five minutes apart', [message(1), message(2, bob, MORNING + 999 + GROUP_MS)], ['day', 'more']],
    ['another day', [message(1), message(2, bob, MORNING + DAY)], ['day', 'day']],
    ['across midnight', [message(1, bob, MORNING + 15 * 3_600_000 - 1), message(2, bob, MORNING + 15 * 3_600_000)], ['day', 'day']],
    ['another name', [message(1), message(2, { ...bob, name: 'Robert' })], ['day', '']],
  ])('groups: %s', (_, messages, expected) => expect(flags(draw(messages))).toEqual(expected));

  it.each<[string, number | null, boolean, string[]]>([
    ['nothing is new', null, false, ['day', 'more', '', '']],
    ['before the first unread', 1, false, ['day', 'new', '', '']],
    ["not before one's own message", 2, false, ['day', 'more', '', 'new']],
    ['everything is new, and all of it is here', 0, false, ['day new', 'more', '', '']],
    ['the first unread is further back', 0, true, ['day', 'more', '', '']],
  ])('the "New" line: %s', (_, newAfter, hasOlder, expected) => {
    expect(flags(draw([message(1), message(2), message(3, alice), message(4)], { newAfter, hasOlder }))).toEqual(expected);
  });

  it('begins with the start, and ends with the end when there is more', () => {
    expect(draw([message(1)]).map(({ kind }) => kind)).toEqual(['start', 'message']);
    expect(draw([message(1)], { hasNewer: true }).map(({ kind }) => kind)).toEqual(['start', 'message', 'end']);
  });

  it('C7 shows a message once and under one key: waiting, acknowledged, and with its event', () => {
    const mine: Message = { ...message(5, alice), key: 'mine' as MessageKey };
    const steps = [
      draw([message(1)], { entries: [entry('mine', { kind: 'waiting' })], viewSeq: 4 }),
      draw([message(1)], { entries: [entry('mine', { kind: 'sending' })], viewSeq: 4 }),
      draw([message(1)], { entries: [entry('mine', { kind: 'sent', message: mine })], viewSeq: 4 }),
      draw([message(1), mine], { entries: [entry('mine', { kind: 'sent', message: mine })], viewSeq: 5 }),
      draw([message(1), mine], { entries: [], viewSeq: 5 }),
    ];
    for (const rows of steps) expect(rows.map(({ key }) => key)).toEqual(['start', 'bob key1', 'alice mine']);
    expect(steps.map((rows) => said(rows)[1]!.delivery.kind)).toEqual(['sending', 'sending', 'delivered', 'delivered', 'delivered']);
  });

  it('C7 shows a message once when its event comes before its acknowledgement', () => {
    const mine: Message = { ...message(5, alice), key: 'mine' as MessageKey };
    const rows = draw([message(1), mine], { entries: [entry('mine', { kind: 'sending' })], viewSeq: 5 });
    expect(said(rows).map(({ key, delivery }) => [key, delivery.kind])).toEqual([
      ['bob key1', 'delivered'],
      ['alice mine', 'delivered'],
    ]);
  });

  it('does not bring an acknowledged message back that the view has passed', () => {
    const sent = entry('mine', { kind: 'sent', message: { ...message(5, alice), key: 'mine' as MessageKey } });
    expect(said(draw([message(9)], { entries: [sent], viewSeq: 9 }))).toHaveLength(1);
  });

  it("keeps apart two people's messages of one key", () => {
    const stolen: Message = { ...message(5), key: 'mine' as MessageKey };
    const rows = draw([stolen], { entries: [entry('mine', { kind: 'sending' })] });
    expect(said(rows).map(({ key }) => key)).toEqual(['bob mine', 'alice mine']);
  });

  it('shows what waits only at the live end, and after what was said whatever this clock says', () => {
    const early = entry('early', { kind: 'waiting' }, MORNING - DAY);
    expect(said(draw([message(1)], { entries: [early], hasNewer: true }))).toHaveLength(1);
    const rows = said(draw([message(1, alice)], { entries: [early, entry('no', { kind: 'failed', code: 'too-long' })] }));
    expect(rows.map(({ startsDay, isContinued }) => [startsDay, isContinued])).toEqual([
      [true, false],
      [false, true],
      [false, true],
    ]);
    expect(rows[2]!.delivery).toEqual({ kind: 'failed', code: 'too-long' });
  });
});

describe('where rows changed', () => {
  const three = [message(3), message(4), message(5)];
  it.each<[string, Message[], Message[], boolean]>([
    ['older ones came', three, [message(1), message(2), ...three], true],
    ['older ones went', [message(2), ...three], three, true],
    ['a newer one came', three, [...three, message(6)], false],
    ['newer ones went', [...three, message(6)], three, false],
    ['nothing changed', three, three, false],
    ['all are others', three, [message(11), message(12)], false],
  ])('%s', (_, before, after, expected) => expect(changedAtStart(draw(before), draw(after))).toBe(expected));
});
