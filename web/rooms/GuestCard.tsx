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

/** `isInCall`: the prompt waits for its end, and comes once in this browser. */
export const GuestPrompt = ({ isInCall }: { isInCall: boolean }) => {
  const mayStay = useMayStay();
  const [state, setState] = useState<'before' | 'during' | 'shown' | 'done'>(() => (recall('guestPrompted') === null ? 'before' : 'done'));
  // Calls begin and end; the prompt is drawn by the first end that a guest sees.
  const next = state === 'before' && isInCall ? 'during' : state === 'during' && !isInCall ? 'shown' : state;
  if (next !== state) setState(next);
  useEffect(() => {
    if (state === 'shown' && mayStay) remember('guestPrompted', 'yes');
  }, [state, mayStay]);
  if (state !== 'shown' || !mayStay) return null;
  const close = () => setState('done');
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
