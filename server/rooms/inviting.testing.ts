// Invitations for tests, made with as few words as the test is about.
import type { Invitation, RoomTerms } from '../../protocol/invitations.ts';
import { RIGHTS } from '../../protocol/samples.testing.ts';
import type { RoomId, Secret } from '../../protocol/wire.ts';
import type { Person } from '../wings.testing.ts';

type Wish = Partial<Omit<RoomTerms, 'kind' | 'roomId'>> & { expiresInMs?: number; maxUses?: number };

export type Link = Omit<Invitation, 'secret'> & { secret: Secret };

/** A guest's, straight in, with all rights and nothing of before, unless told otherwise. */
export const invite = async (person: Person, roomId: RoomId, wish: Wish = {}): Promise<Link> => {
  const { expiresInMs = null, maxUses = null, ...terms } = wish;
  const { invitation } = await person.ask('invitations.create', {
    terms: { kind: 'room', roomId, role: 'guest', entry: 'direct', rights: RIGHTS, history: 'none', ...terms },
    expiresInMs,
    maxUses,
  });
  return { ...invitation, secret: invitation.secret! };
};

export const inviteToHouse = async (person: Person, role: 'member' | 'admin' = 'member', maxUses: number | null = null): Promise<Link> => {
  const { invitation } = await person.ask('invitations.create', { terms: { kind: 'house', role }, expiresInMs: null, maxUses });
  return { ...invitation, secret: invitation.secret! };
};
