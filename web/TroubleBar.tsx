// What the whole page must say of its connection.
import { useStore } from '@nanostores/react';
import { $trouble } from './connection/app-connection.ts';
import { t } from './i18n/i18n.ts';
import { Bar } from './ui/Bar.tsx';

export const TroubleBar = () => {
  const trouble = useStore($trouble);
  switch (trouble) {
    case 'none':
      return null;
    case 'offline':
      return <Bar>{t('ui.offline')}</Bar>;
    case 'outdated':
      return (
        <Bar>
          {t('ui.updated')}
          <button
            type="button"
            className="min-h-6 rounded-control px-2 font-semibold underline underline-offset-4"
            onClick={() => location.reload()}
          >
            {t('ui.reload')}
          </button>
        </Bar>
      );
    default:
      return trouble satisfies never;
  }
};
