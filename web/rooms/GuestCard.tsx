// What a guest should know of being one, with the way to keep what they have. At the foot of their list of rooms, always; and once, after a
// call, where they are.
import { useEffect, useState } from 'react';
import { useStore } from '@nanostores/react';
import X from 'lucide-react/icons/x';
import { $house, $me, cameByLink } from '../accounts/accounts.ts';
import { t } from '../i18n/i18n.ts';
import { paths } from '../routes.ts';
import { IconButton } from '../ui/IconButton.tsx';
import { recall, remember } from '../ui/stored.ts';
import { ButtonLink } from '../ui/TextLink.tsx';

/** Whether there is an account to be made at all. */
const useMayStay = (): boolean => {
  const me = useStore($me);
  const { signUp } = useStore($house);
  return me.kind === 'signed-in' && cameByLink(me.account) && signUp.kind !== 'closed';
};

export const GuestCard = () => {
  if (!useMayStay()) return null;
  return (
    <section aria-label={t('rooms.guest.title')} className="mb-2 flex flex-col gap-2 rounded-card border border-line bg-surface p-3">
      <p className="text-sm text-soft">{t('rooms.guest.text')}</p>
      <ButtonLink href={paths.settingsOf('account')} className="min-h-9! text-sm">
        {t('accounts.create')}
      </ButtonLink>
    </section>
  );
};

/** After the first call that a guest was in, once in this browser; not while the next one is on. */
export const GuestPrompt = ({ hasEndedCall, isInCall }: { hasEndedCall: boolean; isInCall: boolean }) => {
  const mayStay = useMayStay();
  const [wasPrompted] = useState(() => recall('guestPrompted') !== null);
  const [isClosed, setClosed] = useState(false);
  const isShown = hasEndedCall && mayStay && !isInCall && !wasPrompted && !isClosed;
  useEffect(() => {
    if (isShown) remember('guestPrompted', 'yes');
  }, [isShown]);
  if (!isShown) return null;
  const close = () => setClosed(true);
  return (
    <section
      aria-label={t('rooms.guest.title')}
      className="notice fixed inset-x-4 bottom-[calc(env(safe-area-inset-bottom)+88px)] z-30 mx-auto flex max-w-110 flex-col gap-3 rounded-card bg-surface p-4 shadow-float"
    >
      <div className="flex items-start gap-2">
        <div className="flex-1">
          <h2 className="text-base">{t('rooms.guest.prompt')}</h2>
          <p className="mt-1 text-sm text-soft">{t('rooms.guest.text')}</p>
        </div>
        <IconButton label={t('ui.close')} className="-mt-2 -mr-2" onClick={close}>
          <X aria-hidden />
        </IconButton>
      </div>
      <ButtonLink variant="primary" href={paths.settingsOf('account')} onClick={close}>
        {t('accounts.create')}
      </ButtonLink>
    </section>
  );
};
