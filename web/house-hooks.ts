// What the whole page does as rooms come, go and change: its title, its keys, and where it opens.
import { useEffect } from 'react';
import { useStore } from '@nanostores/react';
import { useLocation } from 'wouter';
import { nameOf } from './i18n/names.ts';
import { t } from './i18n/i18n.ts';
import { shortUnread } from './rooms/people.ts';
import { $doorsteps, $summaries } from './rooms/rooms.ts';
import { paths, type Route } from './routes.ts';
import { recall, remember } from './ui/stored.ts';

/** "(3) Garden · Parlor": what is unread in all rooms, and where one is; before it, who waits to be let in, or that one waits oneself. */
export const useTitle = (route: Route): void => {
  const summaries = useStore($summaries) ?? [];
  const slug = 'slug' in route ? route.slug : null;
  const room = summaries.find((summary) => summary.room.slug === slug)?.room;
  const unread = summaries.reduce((sum, summary) => sum + summary.unread, 0);
  const doorsteps = useStore($doorsteps);
  const step = slug !== null && Object.hasOwn(doorsteps, slug) ? doorsteps[slug] : undefined;
  const lobbied = summaries.find(({ lobby }) => lobby.length > 0);
  const page = lobbied
    ? t('rooms.lobby.pageTitle', { name: nameOf(lobbied.lobby[0]!.account), room: lobbied.room.name })
    : step?.kind === 'waiting'
      ? t('rooms.waiting.pageTitle', { room: step.waiting.name })
      : (room?.name ?? (route.page === 'directory' ? t('rooms.browse') : t('rooms.rooms')));
  const title = unread > 0 ? t('ui.titleUnread', { count: shortUnread(unread), page }) : t('ui.title', { page });
  useEffect(() => {
    document.title = title;
  }, [title]);
  useEffect(() => {
    if (room) remember('lastRoom', room.slug);
  }, [room]);
};

/** Alt and an arrow: the next room, the one before. */
export const useRoomKeys = (slug: string | null): void => {
  const [, navigate] = useLocation();
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (!event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
      if (event.key !== 'ArrowUp' && event.key !== 'ArrowDown') return;
      const rooms = $summaries.get() ?? [];
      const now = rooms.findIndex(({ room }) => room.slug === slug);
      const next = rooms[now + (event.key === 'ArrowUp' ? -1 : 1)];
      if (!next || document.querySelector('dialog[open]')) return;
      event.preventDefault();
      navigate(paths.room(next.room.slug));
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, [slug, navigate]);
};

/** Answers whether a room is about to open. */
export const useHomeRoom = (): boolean => {
  const summaries = useStore($summaries);
  const [, navigate] = useLocation();
  const last = recall('lastRoom');
  const room = (summaries?.find((summary) => summary.room.slug === last) ?? summaries?.[0])?.room;
  const isWide = matchMedia('(min-width: 720px)').matches;
  useEffect(() => {
    if (room && isWide) navigate(paths.room(room.slug), { replace: true });
  }, [room, isWide, navigate]);
  return isWide && (summaries === null || room !== undefined);
};
