// Short notices at the edge of the page: what happened, for a few seconds. What must be acted on is no notice but a dialog or a bar.
import { atom } from 'nanostores';

export type NoticeKind = 'info' | 'error';
export type Notice = { id: number; text: string; kind: NoticeKind; action?: { label: string; run(): void } | undefined };

export const $notices = atom<readonly Notice[]>([]);

const SHOWN_MS = { info: 5_000, error: 9_000 } as const;
const MOST_AT_ONCE = 3;
let nextId = 1;

export const notify = (text: string, { kind = 'info', action }: { kind?: NoticeKind; action?: Notice['action'] } = {}): void => {
  const id = nextId++;
  const others = $notices.get().filter((notice) => notice.text !== text);
  $notices.set([...others, { id, text, kind, action }].slice(-MOST_AT_ONCE));
  setTimeout(() => dismiss(id), SHOWN_MS[kind]);
};

export const dismiss = (id: number): void => $notices.set($notices.get().filter((notice) => notice.id !== id));
