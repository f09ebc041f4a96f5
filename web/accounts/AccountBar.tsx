// The foot of the sidebar: who I am, and the way to everything that is about oneself, and out.
import { Suspense, useState } from 'react';
import { useStore } from '@nanostores/react';
import LogOut from 'lucide-react/icons/log-out';
import Monitor from 'lucide-react/icons/monitor';
import Moon from 'lucide-react/icons/moon';
import Settings from 'lucide-react/icons/settings';
import SmilePlus from 'lucide-react/icons/smile-plus';
import Sun from 'lucide-react/icons/sun';
import { useLocation } from 'wouter';
import { t } from '../i18n/i18n.ts';
import { paths } from '../routes.ts';
import { Avatar } from '../ui/Avatar.tsx';
import { ConfirmDialog } from '../ui/ConfirmDialog.tsx';
import { IconButton } from '../ui/IconButton.tsx';
import { Menu, type MenuItem } from '../ui/Menu.tsx';
import { chooseTheme, THEMES, $theme } from '../ui/theme.ts';
import { notify } from '../ui/toasts.ts';
import { lazily } from '../ui/lazily.ts';
import { $me, cameByLink, signOut } from './accounts.ts';
import { NO_EMOJI } from './statuses.ts';
import { StatusMark, useStatus } from './StatusMark.tsx';

const StatusDialog = lazily(() => import('./StatusDialog.tsx'));

const ICONS = { system: <Monitor aria-hidden />, light: <Sun aria-hidden />, dark: <Moon aria-hidden /> } as const;

/** `more`: what other wings have to offer here, below the settings. */
export const AccountBar = ({ more = [] }: { more?: readonly MenuItem[] }) => {
  const me = useStore($me);
  const theme = useStore($theme);
  const [, navigate] = useLocation();
  const [isLeaving, setLeaving] = useState(false);
  const [isAsking, setAsking] = useState(false);
  const [isStating, setStating] = useState(false);
  const status = useStatus(me.kind === 'signed-in' ? me.account.profile.status : null);
  if (me.kind !== 'signed-in') return null;
  // There is no way back to this account.
  const isGuest = cameByLink(me.account);
  const leave = async () => {
    setLeaving(true);
    try {
      await signOut();
      // Deliberately: whoever signs in next starts at the front door.
      navigate(paths.signIn, { replace: true });
    } catch {
      setLeaving(false);
      notify(t('accounts.signOutFailed'), { kind: 'error' });
    }
  };
  return (
    <div className="flex items-center gap-1">
      <Menu
        label={t('accounts.menu')}
        side="above"
        items={[
          { kind: 'heading', label: me.account.email ?? me.account.name },
          {
            label: t(status ? 'accounts.status.change' : 'accounts.status.set'),
            icon: status ? <span className="w-4 text-center">{status.emoji || NO_EMOJI}</span> : <SmilePlus aria-hidden />,
            onSelect: () => setStating(true),
          },
          { label: t('accounts.settings'), icon: <Settings aria-hidden />, onSelect: () => navigate(paths.settings) },
          ...more,
          { kind: 'line' },
          { kind: 'heading', label: t('accounts.theme') },
          ...THEMES.map((choice) => ({
            kind: 'choice' as const,
            label: t(`accounts.theme.${choice}`),
            icon: ICONS[choice],
            isChosen: theme === choice,
            onSelect: () => chooseTheme(choice),
          })),
        ]}
        className="flex min-h-target min-w-0 flex-1 items-center gap-2 rounded-control px-2 text-left transition-feedback hover:bg-hover active:bg-press aria-expanded:bg-press"
      >
        <Avatar {...me.account} size={28} />
        <span className="truncate text-sm font-medium">{me.account.name}</span>
        <StatusMark status={me.account.profile.status} />
      </Menu>
      <IconButton label={t('accounts.signOut')} disabled={isLeaving} onClick={() => (isGuest ? setAsking(true) : void leave())}>
        <LogOut aria-hidden />
      </IconButton>
      {isStating && (
        <Suspense>
          <StatusDialog onClose={() => setStating(false)} />
        </Suspense>
      )}
      {isAsking && (
        <ConfirmDialog
          title={t('accounts.leaveGuest.title', { name: me.account.name })}
          text={t('accounts.leaveGuest.text')}
          action={t('accounts.signOut')}
          run={leave}
          onClose={() => setAsking(false)}
        />
      )}
    </div>
  );
};
