// The settings: their list at the left and one page of them beside it; on a phone the list, then the page. Puts the wings' pages together:
// a new one is an address in `routes.ts`, a word, and a row in `PAGES`.
import { lazy, Suspense, useEffect, type ComponentType, type ReactNode } from 'react';
import ArrowLeft from 'lucide-react/icons/arrow-left';
import ChevronRight from 'lucide-react/icons/chevron-right';
import Contrast from 'lucide-react/icons/contrast';
import IdCard from 'lucide-react/icons/id-card';
import KeyRound from 'lucide-react/icons/key-round';
import UserRound from 'lucide-react/icons/user-round';
import { useStore } from '@nanostores/react';
import { Link, useLocation } from 'wouter';
import { $me, cameByLink } from './accounts/accounts.ts';
import { t } from './i18n/settings.ts';
import { paths, SETTINGS, type SettingsPage } from './routes.ts';
import { cx } from './ui/cx.ts';
import { Skeletons } from './ui/Skeleton.tsx';
import { useIsPhone } from './ui/use-media.ts';

const PAGES: Record<SettingsPage, { icon: ReactNode; Page: ComponentType }> = {
  profile: { icon: <UserRound aria-hidden />, Page: lazy(() => import('./accounts/settings/ProfileSettings.tsx')) },
  account: { icon: <IdCard aria-hidden />, Page: lazy(() => import('./accounts/settings/AccountSettings.tsx')) },
  security: { icon: <KeyRound aria-hidden />, Page: lazy(() => import('./accounts/settings/SecuritySettings.tsx')) },
  appearance: { icon: <Contrast aria-hidden />, Page: lazy(() => import('./accounts/settings/AppearanceSettings.tsx')) },
};

type Props = {
  of: SettingsPage | null;
  /** Where the person was before. */
  backTo: string;
};

const Settings = ({ of, backTo }: Props) => {
  const isPhone = useIsPhone();
  const page = of ?? (isPhone ? null : SETTINGS[0]);
  useTitle(page);
  useEscape(backTo);
  return (
    <div className="flex min-h-0 flex-1">
      {(!isPhone || page === null) && <List page={page} backTo={backTo} isAlone={isPhone} />}
      {page && (
        <main id="content" tabIndex={-1} className="flex min-w-0 flex-1 flex-col overflow-y-auto" key={page}>
          <div className="mx-auto w-full max-w-180 px-4 pb-16 pane:px-8">
            <header className="flex min-h-14 items-center gap-1 pane:min-h-24 pane:pt-6">
              <Back href={paths.settings} label={t('settings.list')} className="-ml-2 pane:hidden" />
              <h1 tabIndex={-1} className="text-lg pane:text-xl">
                {t(`settings.${page}`)}
              </h1>
            </header>
            {/* Around the sections, so that the first of them is the first. */}
            <div className="max-pane:pt-2">
              <Suspense fallback={<Skeletons label={t('ui.loading')} rows={3} className="h-20" />}>
                <Page page={page} />
              </Suspense>
            </div>
          </div>
        </main>
      )}
    </div>
  );
};

export default Settings;

const Page = ({ page }: { page: SettingsPage }) => {
  const { Page: Shown } = PAGES[page];
  return <Shown />;
};

const List = ({ page, backTo, isAlone }: { page: SettingsPage | null; backTo: string; isAlone: boolean }) => {
  // Within the main pane there is no second head of the page.
  const [Heading, Head] = isAlone ? (['h1', 'div'] as const) : (['h2', 'header'] as const);
  const me = useStore($me);
  // A guest has nothing to sign in with, and so nothing to keep safe.
  const isGuest = me.kind === 'signed-in' && cameByLink(me.account);
  const pages = isGuest ? SETTINGS.filter((each) => each !== 'security') : SETTINGS;
  return (
    <div
      {...(isAlone && { role: 'main', id: 'content', tabIndex: -1 })}
      className="flex w-full shrink-0 flex-col overflow-y-auto border-line bg-sunken pane:w-66 pane:border-r"
    >
      <Head className="flex min-h-14 items-center gap-1 px-2 pane:min-h-15">
        <Back href={backTo} label={t('settings.back')} keys="Esc" />
        <Heading tabIndex={-1} className="text-lg">
          {t('settings.title')}
        </Heading>
      </Head>
      <nav aria-label={t('settings.title')} className="px-2 pb-2">
        <ul className="flex flex-col gap-px">
          {pages.map((each) => (
            <li key={each}>
              {/* On a wide window the browser's own way back leads out of the settings, not through them. */}
              <Link
                href={paths.settingsOf(each)}
                replace={!isAlone}
                aria-current={each === page ? 'page' : undefined}
                className={cx(
                  'flex min-h-target items-center gap-3 rounded-control px-3 transition-feedback hover:bg-hover active:bg-press pane:text-sm pointer-fine:min-h-9 [&_svg]:size-4',
                  each === page ? 'bg-press text-fg' : 'text-soft',
                )}
              >
                {PAGES[each].icon}
                <span className="flex-1">{t(`settings.${each}`)}</span>
                {isAlone && <ChevronRight aria-hidden />}
              </Link>
            </li>
          ))}
        </ul>
      </nav>
    </div>
  );
};

const Back = ({ href, label, keys, className }: { href: string; label: string; keys?: string; className?: string }) => (
  <Link
    href={href}
    aria-label={label}
    data-tip={label}
    data-keys={keys}
    className={cx(
      'inline-flex size-target shrink-0 items-center justify-center rounded-control text-soft transition-feedback hover:bg-hover hover:text-fg active:bg-press',
      className,
    )}
  >
    <ArrowLeft aria-hidden className="size-5" />
  </Link>
);

const useTitle = (page: SettingsPage | null): void => {
  useEffect(() => {
    document.title = t('ui.title', { page: t(page ? `settings.${page}` : 'settings.title') });
  }, [page]);
};

/** Out of the settings; not out of a field that is being written in, nor past a dialog or a menu. */
const useEscape = (backTo: string): void => {
  const [, navigate] = useLocation();
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== 'Escape' || event.defaultPrevented || event.isComposing) return;
      if (document.querySelector('dialog[open], :popover-open:not(.tooltip)')) return;
      if (event.target instanceof Element && event.target.matches('input, textarea, select')) return;
      navigate(backTo);
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, [backTo, navigate]);
};
