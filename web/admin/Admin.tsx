// Admin: its pages at the left and one of them beside; on a phone they are tabs above it. Each page is a chunk of its own.
import { lazy, Suspense, useEffect, type ComponentType, type ReactNode } from 'react';
import Activity from 'lucide-react/icons/activity';
import ArrowLeft from 'lucide-react/icons/arrow-left';
import Hash from 'lucide-react/icons/hash';
import History from 'lucide-react/icons/history';
import Link2 from 'lucide-react/icons/link-2';
import SlidersHorizontal from 'lucide-react/icons/sliders-horizontal';
import UsersRound from 'lucide-react/icons/users-round';
import { Link } from 'wouter';
import { t } from '../i18n/admin.ts';
import { ADMIN, paths, type AdminPage } from '../routes.ts';
import { cx } from '../ui/cx.ts';
import { Skeletons } from '../ui/Skeleton.tsx';
import { useIsPhone } from '../ui/use-media.ts';

const PAGES: Record<AdminPage, { icon: ReactNode; Page: ComponentType; isWide: boolean }> = {
  people: { icon: <UsersRound aria-hidden />, Page: lazy(() => import('./People.tsx')), isWide: true },
  rooms: { icon: <Hash aria-hidden />, Page: lazy(() => import('./Rooms.tsx')), isWide: true },
  invitations: { icon: <Link2 aria-hidden />, Page: lazy(() => import('./Invitations.tsx')), isWide: true },
  'sign-up': { icon: <SlidersHorizontal aria-hidden />, Page: lazy(() => import('./SignUp.tsx')), isWide: false },
  health: { icon: <Activity aria-hidden />, Page: lazy(() => import('./Health.tsx')), isWide: false },
  trail: { icon: <History aria-hidden />, Page: lazy(() => import('./Trail.tsx')), isWide: false },
};

/** `backTo`: where the person was before. */
const Admin = ({ of, backTo }: { of: AdminPage; backTo: string }) => {
  const isPhone = useIsPhone();
  const { Page, isWide } = PAGES[of];
  useEffect(() => {
    document.title = t('ui.title', { page: `${t(`admin.${of}`)} · ${t('admin.title')}` });
  }, [of]);
  return (
    <div className={cx('flex min-h-0 flex-1', isPhone && 'flex-col')}>
      {isPhone ? <Tabs of={of} backTo={backTo} /> : <List of={of} backTo={backTo} />}
      <main id="content" tabIndex={-1} className="flex min-w-0 flex-1 flex-col overflow-y-auto" key={of}>
        <div className={cx('mx-auto w-full px-4 pb-16 pane:px-8', isWide ? 'max-w-270' : 'max-w-180')}>
          <h1 tabIndex={-1} className="pt-4 pb-3 text-lg pane:pt-8 pane:text-xl">
            {t(`admin.${of}`)}
          </h1>
          <Suspense fallback={<Skeletons label={t('ui.loading')} rows={6} className="h-14 rounded-card!" />}>
            <Page />
          </Suspense>
        </div>
      </main>
    </div>
  );
};

export default Admin;

type ListProps = { of: AdminPage; backTo: string };

const List = ({ of, backTo }: ListProps) => (
  <div className="flex w-56 shrink-0 flex-col overflow-y-auto border-r border-line bg-sunken wide:w-66">
    <header className="flex min-h-15 items-center gap-1 px-2">
      <Back href={backTo} />
      <h2 className="text-lg">{t('admin.title')}</h2>
    </header>
    <nav aria-label={t('admin.title')} className="px-2 pb-2">
      <ul className="flex flex-col gap-px">
        {ADMIN.map((page) => (
          <li key={page}>
            {/* The browser's own way back leads out of Admin, not through it. */}
            <Link
              href={paths.adminOf(page)}
              replace
              aria-current={page === of ? 'page' : undefined}
              className={cx(
                'flex min-h-target items-center gap-3 rounded-control px-3 text-sm transition-feedback hover:bg-hover active:bg-press pointer-fine:min-h-9 [&_svg]:size-4 [&_svg]:shrink-0',
                page === of ? 'bg-press text-fg' : 'text-soft',
              )}
            >
              {PAGES[page].icon}
              {t(`admin.${page}`)}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  </div>
);

/** Tabs that do not fit are scrolled to. */
const scrollIntoSight = (tab: HTMLElement | null): void => tab?.scrollIntoView({ inline: 'center', block: 'nearest' });

const Tabs = ({ of, backTo }: ListProps) => {
  return (
    <div className="shrink-0 border-b border-line bg-sunken">
      <header className="flex min-h-14 items-center gap-1 px-1">
        <Back href={backTo} />
        <h2 className="text-lg">{t('admin.title')}</h2>
      </header>
      <nav aria-label={t('admin.title')} className="overflow-x-auto [scrollbar-width:none]">
        <ul className="flex w-max px-2">
          {ADMIN.map((page) => (
            <li key={page}>
              <Link
                ref={page === of ? scrollIntoSight : undefined}
                href={paths.adminOf(page)}
                replace
                aria-current={page === of ? 'page' : undefined}
                className={cx(
                  'flex min-h-target items-center border-b-2 px-3 text-sm whitespace-nowrap transition-feedback focus-visible:-outline-offset-2',
                  page === of ? 'border-ink font-medium text-fg' : 'border-transparent text-soft',
                )}
              >
                {t(`admin.${page}`)}
              </Link>
            </li>
          ))}
        </ul>
      </nav>
    </div>
  );
};

const Back = ({ href }: { href: string }) => (
  <Link
    href={href}
    aria-label={t('admin.back')}
    data-tip={t('admin.back')}
    className="inline-flex size-target shrink-0 items-center justify-center rounded-control text-soft transition-feedback hover:bg-hover hover:text-fg active:bg-press"
  >
    <ArrowLeft aria-hidden className="size-5" />
  </Link>
);
