// What is said in passing of who comes and goes at doors, on the whole page: one was put out of a room, one's wait is over, somebody waits to
// be let in. Not where the page shows it anyhow.
import { useEffect } from 'react';
import { useLocation } from 'wouter';
import { $currentCall } from './calls/calls.ts';
import { nameOf } from './i18n/names.ts';
import { t } from './i18n/i18n.ts';
import { createCallEnded } from './rooms/call-ended.ts';
import { newcomersIn, waitingKeys, type Newcomers } from './rooms/newcomers.ts';
import { $summaries, onExited, onWaited } from './rooms/rooms.ts';
import { parseRoute, paths } from './routes.ts';
import { notify } from './ui/toasts.ts';

/** Loaded with the rooms and with the call, so that no end is missed. */
export const $hasEndedCall = createCallEnded({
  $currentCall,
  isIn: (roomId) => ($summaries.get() ?? []).some(({ room }) => room.id === roomId),
});

const isShown = (slug: string): boolean => {
  const route = parseRoute(location.pathname);
  return 'slug' in route && route.slug === slug;
};

export const useDoorNotices = (): void => {
  const [, navigate] = useLocation();
  useEffect(() => {
    const stops = [
      onExited(({ room }, reason) => {
        if (reason === 'left' || !isShown(room.slug)) notify(t(`rooms.exited.${reason}`, { name: room.name }));
      }),
      onWaited(({ waiting: { slug, name }, outcome }) => {
        if (outcome === 'stopped') return;
        const go = { action: { label: t('rooms.waiting.open'), run: () => navigate(paths.call(slug)) } };
        if (outcome === 'admitted') notify(t('rooms.waited.admitted', { room: name }), isShown(slug) ? {} : go);
        else if (!isShown(slug)) notify(t(outcome === 'turned-away' ? 'rooms.waited.turned-away' : 'rooms.waited.closed', { room: name }));
      }),
      followNewcomers((newcomers) => {
        const { room } = newcomers.summary;
        if (isShown(room.slug) || $currentCall.get()?.roomId === room.id) return;
        notify(tellNewcomers(newcomers), { action: { label: t('rooms.lobby.show'), run: () => navigate(paths.room(room.slug)) } });
      }),
    ];
    return () => stops.forEach((stop) => stop());
  }, [navigate]);
};

/** Those who wait when the page is opened are on it already, in the list of rooms. */
const followNewcomers = (tell: (newcomers: Newcomers) => void): (() => void) => {
  let known = waitingKeys($summaries.get() ?? []);
  let isFirst = $summaries.get() === null;
  return $summaries.listen((summaries) => {
    if (summaries === null) return;
    if (!isFirst) newcomersIn(summaries, known).forEach(tell);
    isFirst = false;
    known = waitingKeys(summaries);
  });
};

const tellNewcomers = ({ summary: { room }, waiting }: Newcomers): string =>
  waiting.length === 1
    ? t('rooms.lobby.notice', { name: nameOf(waiting[0]!.account), room: room.name })
    : t('rooms.lobby.noticeMany', { count: waiting.length, room: room.name });
