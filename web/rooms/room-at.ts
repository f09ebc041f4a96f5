// Who is at an address, for the one who looks: a room of theirs, one that they stand before, one that they may join, or nothing that they
// may know of.
import { useStore } from '@nanostores/react';
import { useEffect, useState } from 'react';
import type { RoomCard, RoomSummary } from '../../protocol/rooms.ts';
import { connection } from '../connection/app-connection.ts';
import { Lost, Refused } from '../connection/connection.ts';
import type { Doorstep } from './doorstep.ts';
import { $doorsteps, $summaries } from './rooms.ts';

export type RoomAt =
  | { kind: 'loading' }
  | { kind: 'member'; summary: RoomSummary }
  | { kind: 'doorway'; doorstep: Doorstep }
  | { kind: 'visitor'; card: RoomCard }
  | { kind: 'missing' }
  | { kind: 'failed'; error: unknown };

type Found = { slug: string; at: Exclude<RoomAt, { kind: 'member' | 'doorway' }> };

export const useRoomAt = (slug: string): RoomAt => {
  const summaries = useStore($summaries);
  const summary = summaries?.find(({ room }) => room.slug === slug);
  const doorsteps = useStore($doorsteps);
  const doorstep = Object.hasOwn(doorsteps, slug) ? doorsteps[slug] : undefined;
  const [found, setFound] = useState<Found | null>(null);
  const mustAsk = summaries !== null && !summary && !doorstep;

  useEffect(() => {
    if (!mustAsk) return;
    let isWanted = true;
    lookUp(slug).then(
      (at) => isWanted && setFound({ slug, at }),
      (error: unknown) => isWanted && setFound({ slug, at: { kind: 'failed', error } }),
    );
    return () => {
      isWanted = false;
    };
  }, [slug, mustAsk]);

  if (summary) return { kind: 'member', summary };
  if (doorstep) return { kind: 'doorway', doorstep };
  return mustAsk && found?.slug === slug ? found.at : { kind: 'loading' };
};

const lookUp = async (slug: string): Promise<Found['at']> => {
  try {
    const { card } = await connection.ask('rooms.find', { slug });
    // A member whose list does not have it yet: the event that puts it there is under way.
    return card.isMember ? { kind: 'loading' } : { kind: 'visitor', card };
  } catch (error) {
    if (error instanceof Lost) return lookUp(slug);
    // An address that is too long, or no address, is refused as such.
    if (error instanceof Refused && (error.code === 'not-found' || error.code === 'bad-request')) return { kind: 'missing' };
    throw error;
  }
};
