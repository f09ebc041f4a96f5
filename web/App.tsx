// The page as a whole: who is here decides what is shown. The forms, the rooms and the call are chunks of their own.
import { lazy, Suspense, useEffect } from 'react';
import { useStore } from '@nanostores/react';
import { useLocation, useSearch } from 'wouter';
import { $me } from './accounts/accounts.ts';
import { $personCard } from './accounts/person-card.ts';
import { UnconfirmedBar } from './accounts/UnconfirmedBar.tsx';
import { t } from './i18n/i18n.ts';
import { $asked } from './rooms/asked.ts';
import { audienceOf, nextFrom, parseRoute, paths, withNext, type Route } from './routes.ts';
import { TroubleBar } from './TroubleBar.tsx';
import { whenIdle } from './ui/lazily.ts';
import { recall } from './ui/stored.ts';
import { Notices } from './ui/Toast.tsx';
import { useFocusOnArrival } from './ui/use-focus-on-arrival.ts';
import { Wordmark } from './ui/Wordmark.tsx';

const loadForms = () => import('./accounts/SignedOut.tsx');
const loadLinked = () => import('./accounts/Linked.tsx');
const loadJoin = () => import('./rooms/JoinPage.tsx');
const loadHouse = () => import('./House.tsx');
const loadDialogs = () => import('./rooms/RoomDialogs.tsx');
const loadCall = () => import('./CallRoom.tsx');
const SignedOut = lazy(loadForms);
const Linked = lazy(loadLinked);
const JoinPage = lazy(loadJoin);
const House = lazy(loadHouse);
const CallRoom = lazy(loadCall);
const RoomDialogs = lazy(loadDialogs);
const loadCard = () => import('./accounts/PersonCard.tsx');
const PersonCard = lazy(loadCard);
const Tooltips = lazy(() => import('./ui/Tooltip.tsx'));

/** Fetched while the server is asked who is here; a wrong guess costs a small file. A failure is the lazy component's to tell. */
const guess = (): Promise<unknown> => {
  const { page } = parseRoute(location.pathname);
  if (page === 'reset' || page === 'confirm') return loadLinked();
  if (page === 'join') return loadJoin();
  if (!recall('wasSignedIn')) return loadForms();
  return page === 'call' ? loadCall() : loadHouse();
};
guess().catch(() => {});

export const App = () => (
  <>
    <Suspense fallback={<Waiting />}>
      <Page />
    </Suspense>
    <Card />
    <Notices />
    <Suspense>
      <Tooltips />
    </Suspense>
  </>
);

/** Of whoever's name or picture was pressed, wherever that was. */
const Card = () => {
  const isOpen = useStore($personCard) !== null;
  return (
    isOpen && (
      <Suspense>
        <PersonCard />
      </Suspense>
    )
  );
};

const Page = () => {
  const me = useStore($me);
  const [path, navigate] = useLocation();
  const search = useSearch();
  const route = parseRoute(path);
  const redirect = redirectFor(me, route, path, search);
  useEffect(() => {
    if (redirect !== null) navigate(redirect, { replace: true });
  }, [redirect, navigate]);
  useFocusOnArrival(path);

  // Asks about its link while it is asked who is here.
  if (route.page === 'join') return <Join />;
  if (me.kind === 'loading') return <Waiting isUnreachable={me.isUnreachable} />;
  if (redirect !== null) return null;
  switch (route.page) {
    // Links that somebody was sent: whoever sits here.
    case 'reset':
    case 'confirm':
      return <Linked page={route.page} isSignedIn={me.kind === 'signed-in'} />;
    case 'sign-in':
    case 'create-account':
    case 'forgot':
      return <SignedOut page={route.page} search={search} />;
    default:
      return <SignedIn route={route} />;
  }
};

const redirectFor = (me: ReturnType<typeof $me.get>, route: Route, path: string, search: string): string | null => {
  const audience = audienceOf(route);
  switch (me.kind) {
    case 'loading':
      return null;
    case 'signed-in':
      return audience === 'signed-out' ? nextFrom(search) : null;
    case 'signed-out':
    case 'half-way':
      // In a new house there is nobody who could sign in.
      return audience === 'signed-in'
        ? withNext(me.house.hasOwner ? paths.signIn : paths.createAccount, search ? `${path}?${search}` : path)
        : null;
    default:
      return me satisfies never;
  }
};

/** What the door does not show. */
type Inside = Exclude<Route, { page: 'sign-in' | 'create-account' | 'forgot' | 'reset' | 'confirm' | 'join' }>;

const Join = () => {
  // One click from here is the screen before the call.
  useEffect(() => whenIdle(loadCall), []);
  return <JoinPage />;
};

const SignedIn = ({ route }: { route: Inside }) => {
  // From the rooms to a call and back is one click: the other half is there before it.
  useEffect(() => {
    whenIdle(loadHouse);
    whenIdle(loadCall);
    whenIdle(loadCard);
    whenIdle(loadDialogs);
  }, []);
  const asked = useStore($asked);
  return (
    <div className="flex h-dvh flex-col">
      <button
        type="button"
        className="absolute top-2 left-2 z-50 -translate-y-20 rounded-control bg-ink px-4 py-2 text-on-ink focus:translate-y-0"
        onClick={() => document.getElementById('content')?.focus()}
      >
        {t('ui.skip')}
      </button>
      <TroubleBar />
      <UnconfirmedBar />
      {/* Its own, so that going to a call does not blank the bar above. */}
      <Suspense fallback={<Waiting />}>{route.page === 'call' ? <CallRoom route={route} /> : <House route={route} />}</Suspense>
      <Suspense>{asked && <RoomDialogs asked={asked} />}</Suspense>
    </div>
  );
};

const Waiting = ({ isUnreachable = false }: { isUnreachable?: boolean }) => (
  <div role="status" className="m-auto flex min-h-dvh flex-col items-center justify-center gap-3 px-6 text-center">
    <Wordmark className="after-a-while text-2xl" />
    <p className="text-soft">{isUnreachable ? t('ui.unreachable') : <span className="sr-only">{t('ui.loading')}</span>}</p>
  </div>
);
