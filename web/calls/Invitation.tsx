// Nobody else is in the call yet: says so where they will be, and gives the one next step, the link to send to somebody.
import Link from 'lucide-react/icons/link';
import UserRoundPlus from 'lucide-react/icons/user-round-plus';
import { t } from '../i18n/i18n.ts';
import { Button } from '../ui/Button.tsx';
import { notify } from '../ui/toasts.ts';
import type { Box } from './tiles.ts';

const copy = async (link: string): Promise<void> => {
  try {
    await navigator.clipboard.writeText(link);
    notify(t('calls.alone.copied'));
  } catch {
    // Browsers give no clipboard on insecure origins, and some ask first.
    notify(t('calls.alone.notCopied', { link }));
  }
};

/** `onInvite`: for those who may ask in anybody; the others have the address of the call, for who is in the room. */
export const Invitation = ({ box, link, onInvite }: { box: Box; link: string; onInvite: (() => void) | null }) => (
  <div
    className="absolute flex flex-col items-center justify-center gap-2 overflow-hidden rounded-card border border-dashed border-edge p-4 text-center"
    style={{ left: box.x, top: box.y, width: box.width, height: box.height }}
  >
    <h2 className="text-lg">{t('calls.alone.title')}</h2>
    <p className="max-w-80 text-sm text-soft">{t('calls.alone.text')}</p>
    {onInvite ? (
      <Button className="mt-2" onClick={onInvite}>
        <UserRoundPlus aria-hidden className="size-4" />
        {t('rooms.invite')}
      </Button>
    ) : (
      <Button className="mt-2" onClick={() => void copy(link)}>
        <Link aria-hidden className="size-4" />
        {t('calls.alone.copy')}
      </Button>
    )}
  </div>
);
