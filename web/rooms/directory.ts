// The pages of the directory that were fetched so far. `more` asks for the next one, once at a time.
import { useCallback, useRef, useState } from 'react';
import type { RoomCard } from '../../protocol/rooms.ts';
import { connection } from '../connection/app-connection.ts';

type Pages = { cards: readonly RoomCard[]; hasMore: boolean; error: unknown };

export const useDirectory = (): Pages & { more(): void } => {
  const [pages, setPages] = useState<Pages>({ cards: [], hasMore: true, error: null });
  const isAsking = useRef(false);
  const latest = useRef(pages);
  const more = useCallback(() => {
    if (isAsking.current) return;
    isAsking.current = true;
    const take = (next: Pages) => {
      isAsking.current = false;
      latest.current = next;
      setPages(next);
    };
    const before = latest.current.cards;
    const last = before.at(-1)?.room;
    connection.ask('rooms.directory', last ? { after: { name: last.name, id: last.id } } : {}).then(
      ({ cards, hasMore }) => take({ cards: [...before, ...cards], hasMore, error: null }),
      (error: unknown) => take({ cards: before, hasMore: true, error }),
    );
  }, []);
  return { ...pages, more };
};
