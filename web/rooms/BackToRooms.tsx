// The way back on a phone, where one pane is shown at a time.
import ArrowLeft from 'lucide-react/icons/arrow-left';
import { Link } from 'wouter';
import { t } from '../i18n/i18n.ts';
import { paths } from '../routes.ts';

export const BackToRooms = () => (
  <Link
    href={paths.home}
    aria-label={t('rooms.back')}
    className="inline-flex size-target shrink-0 items-center justify-center rounded-control text-soft transition-feedback hover:bg-hover active:bg-press pane:hidden"
  >
    <ArrowLeft aria-hidden className="size-5" />
  </Link>
);
