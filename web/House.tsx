// The rooms at the left, what is open beside them, and the call that goes on elsewhere as a bar below. Puts the wings together.
import { lazy, Suspense, useState } from 'react';
import { useStore } from '@nanostores/react';
import { Link, useLocation } from 'wouter';
import ShieldHalf from 'lucide-react/icons/shield-half';
import { mayInHouse } from '../protocol/permissions.ts';
import { AccountBar } from './accounts/AccountBar.tsx';
import { $me } from './accounts/accounts.ts';
import { $currentCall } from './calls/calls.ts';
import { $hasEndedCall, useDoorNotices } from './door-hooks.ts';
import { useHomeRoom, useRoomKeys, useTitle } from './house-hooks.ts';
import { t } from './i18n/i18n.ts';
import { LazyChat, loadChat } from './LazyChat.tsx';
import { GuestCard, GuestPrompt } from './rooms/GuestCard.tsx';
import { LobbyNotice } from './rooms/LobbyNotice.tsx';
import { may } from './rooms/may.ts';
import { RoomGate } from './rooms/RoomGate.tsx';
import { RoomPage } from './rooms/RoomPage.tsx';
import { RoomSkeleton } from './rooms/RoomSkeleton.tsx';
import { $summaries } from './rooms/rooms.ts';
import { Sidebar } from './rooms/Sidebar.tsx';
import { paths, type Route } from './routes.ts';
import { cx } from './ui/cx.ts';
import { Empty } from './ui/Empty.tsx';
import { lazily } from './ui/lazily.ts';
import { useIsPhone } from './ui/use-media.ts';

// Not only for the room that is open: what waits to be sent from before must go out whatever is shown.
loadChat().catch(() => {}); // Told by the component, when it is drawn.

const Directory = lazily(() => import('./rooms/Directory.tsx'));
const Admin = lazy(() => import('./admin/Admin.tsx'));
const Settings = lazily(() => import('./Settings.tsx'));
const CallBar = lazy(() => import('./calls/CallBar.tsx'));

type Inside = Exclude<Route, { page: 'call' | 'sign-in' | 'create-account' | 'forgot' | 'reset' | 'confirm' | 'join' }>;
type RoomsRoute = Exclude<Inside, { page: 'settings' | 'admin' }>;

const House = ({ route }: { route: Inside }) => {
  const [path] = useLocation();
  const currentCall = useStore($currentCall);
  // Where the settings and Admin lead back to.
  const [lastPlace, setLastPlace] = useState<string>(paths.home);
  if (route.page !== 'settings' && route.page !== 'admin' && path !== lastPlace) setLastPlace(path);
  useDoorNotices();
  return (
    <>
      <Suspense fallback={<div className="flex-1" />}>
        <Inner route={route} backTo={lastPlace} />
      </Suspense>
      <GuestPrompt hasEndedCall={useStore($hasEndedCall)} isInCall={currentCall !== null} />
      {currentCall && (
        <Suspense>
          <CallBar notice={<LobbyOfCall />} />
        </Suspense>
      )}
    </>
  );
};

export default House;

/** Who waits for the call that one is in, wherever one reads meanwhile: not where it is said already. */
const LobbyOfCall = () => {
  const call = useStore($currentCall);
  const summary = useStore($summaries)?.find(({ room }) => room.id === call?.roomId);
  const [path] = useLocation();
  return summary && path !== paths.room(summary.room.slug) ? <LobbyNotice summary={summary} look="inline" /> : null;
};

/** Whoever may not see Admin is not told that there is one; somebody whose role is taken has it taken from under them. */
const useIsAdmin = (): boolean => {
  const me = useStore($me);
  return me.kind === 'signed-in' && mayInHouse('admin.people', me.account.role);
};

const Inner = ({ route, backTo }: { route: Inside; backTo: string }) => {
  const isAdmin = useIsAdmin();
  if (route.page === 'settings') return <Settings of={route.of} backTo={backTo} />;
  if (route.page !== 'admin') return <Rooms route={route} />;
  return isAdmin ? <Admin of={route.of} backTo={backTo} /> : <Rooms route={{ page: 'missing' }} />;
};

const Rooms = ({ route }: { route: RoomsRoute }) => {
  const [, navigate] = useLocation();
  const isAdmin = useIsAdmin();
  const slug = route.page === 'room' ? route.slug : null;
  // A phone shows one pane at a time: at the front door, the list of rooms.
  const isListAlone = useIsPhone() && route.page === 'home';
  useTitle(route);
  useRoomKeys(slug);
  return (
    <div className="flex min-h-0 flex-1">
      <div
        {...(isListAlone && { role: 'main', id: 'content', tabIndex: -1 })}
        className={cx(
          'flex w-full shrink-0 flex-col border-line bg-sunken pane:w-66 pane:border-r',
          route.page !== 'home' && 'max-pane:hidden',
        )}
      >
        <Sidebar
          isAlone={isListAlone}
          activeSlug={slug}
          isDirectory={route.page === 'directory'}
          onCreated={({ room }) => navigate(paths.room(room.slug))}
          footer={
            <>
              <GuestCard />
              <AccountBar
                more={
                  isAdmin ? [{ label: t('accounts.admin'), icon: <ShieldHalf aria-hidden />, onSelect: () => navigate(paths.admin) }] : []
                }
              />
            </>
          }
        />
      </div>
      {!isListAlone && (
        <main id="content" tabIndex={-1} className="flex min-w-0 flex-1 flex-col">
          <Middle route={route} onJoinCall={(to) => navigate(paths.call(to))} />
        </main>
      )}
    </div>
  );
};

const Middle = ({ route, onJoinCall }: { route: RoomsRoute; onJoinCall(slug: string): void }) => {
  switch (route.page) {
    case 'room':
      return (
        <RoomGate key={route.slug} slug={route.slug}>
          {(summary) => (
            <RoomPage summary={summary} chat={<LazyChat roomId={summary.room.id} />} onJoinCall={() => onJoinCall(route.slug)} />
          )}
        </RoomGate>
      );
    case 'directory':
      return (
        <Suspense>
          <Directory />
        </Suspense>
      );
    case 'home':
      return <Home />;
    case 'missing':
      return (
        <Empty
          title={t('ui.missing.title')}
          action={
            <Link
              href={paths.home}
              className="inline-flex min-h-target items-center rounded-control px-4 font-medium underline underline-offset-4 transition-feedback hover:bg-hover"
            >
              {t('ui.missing.action')}
            </Link>
          }
        />
      );
    default:
      return route satisfies never;
  }
};

/** On a wide window the last room opens by itself; on a phone this pane is not seen, and the list of rooms is. */
const Home = () => {
  const isOpening = useHomeRoom();
  if (isOpening) return <RoomSkeleton />;
  if (!may('rooms.create')) return <Empty title={t('rooms.guest.nowhere.title')}>{t('rooms.guest.nowhere.text')}</Empty>;
  return <Empty title={t('rooms.pick.title')}>{t('rooms.pick.text')}</Empty>;
};
