// Coming in by an invitation: what its link says, asked until there is an answer, and the words for a no.
import { atom, type ReadableAtom } from 'nanostores';
import { LIMITS } from '../../protocol/constants.ts';
import { REFUSALS } from '../../protocol/errors.ts';
import type { InvitationCard } from '../../protocol/invitations.ts';
import type { Clock } from '../connection/clock.ts';
import { Lost, Refused } from '../connection/connection.ts';

export type Look =
  /** `isUnreachable`: the server did not answer; asked again by itself. */
  | { kind: 'looking'; isUnreachable: boolean }
  | { kind: 'card'; card: InvitationCard }
  /** No link of this house, or not the whole of one. */
  | { kind: 'incomplete' }
  | { kind: 'expired' }
  | { kind: 'failed'; error: unknown };

const SECRET = /^[A-Za-z0-9_-]{43}$/;
const RETRY_MS = 2_000;

type Needs = {
  /** What stands behind the `#` of the link, if anything. */
  secret: string | null;
  look: (secret: string) => Promise<{ card: InvitationCard }>;
  clock: Clock;
};

/** `close`: nobody waits for it any more. */
export const createLook = ({ secret, look, clock }: Needs): { $look: ReadableAtom<Look>; nudge(): void; close(): void } => {
  const isWhole = secret !== null && SECRET.test(secret);
  const $look = atom<Look>(isWhole ? { kind: 'looking', isUnreachable: false } : { kind: 'incomplete' });
  let cancel = (): void => {};
  let isOpen = true;
  let isAsking = false;

  const later = (ms: number): void => {
    $look.set({ kind: 'looking', isUnreachable: true });
    cancel = clock.after(ms, () => void ask());
  };
  const ask = async (): Promise<void> => {
    if (!isWhole || isAsking || !isOpen) return;
    cancel();
    isAsking = true;
    try {
      const { card } = await look(secret);
      if (isOpen) $look.set({ kind: 'card', card });
    } catch (error) {
      if (!isOpen) return;
      if (error instanceof Lost) later(RETRY_MS);
      else if (error instanceof Refused && error.code === 'expired') $look.set({ kind: 'expired' });
      else if (error instanceof Refused && error.code === 'bad-request') $look.set({ kind: 'incomplete' });
      else if (error instanceof Refused && REFUSALS[error.code].advice === 'retry') later(Math.max(error.retryAfterMs ?? 0, RETRY_MS));
      else $look.set({ kind: 'failed', error });
    } finally {
      isAsking = false;
    }
  };
  void ask();

  return {
    $look,
    /** The network may be back. */
    nudge: () => {
      if ($look.get().kind === 'looking') void ask();
    },
    close: () => {
      isOpen = false;
      cancel();
    },
  };
};

export type NameProblem = 'empty' | 'too-long' | 'hidden';

/** What can be said of a guest's name before the server is asked. */
export const judgeName = (name: string): NameProblem | null => {
  const { length } = name.trim();
  if (length === 0) return 'empty';
  return length > LIMITS.accountName ? 'too-long' : null;
};

/** A name that the server does not take looks like a name, so it is because of what cannot be seen in it. */
export const isAboutName = (error: unknown): boolean =>
  error instanceof Refused && error.code === 'bad-request' && /^(?:body\.)?name\b/.test(error.message);
