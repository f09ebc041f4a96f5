// Draws a page of the settings once it is known how the account is kept safe; its shape while it is not, and a way on where it cannot be asked.
import type { ReactNode } from 'react';
import type { Security } from '../../../protocol/accounts.ts';
import { explain } from '../../i18n/explain.ts';
import { t } from '../../i18n/settings.ts';
import { Alert } from '../../ui/Alert.tsx';
import { Button } from '../../ui/Button.tsx';
import { Skeletons } from '../../ui/Skeleton.tsx';
import { loadSecurity, useSecurity } from './security.ts';

export const WithSecurity = ({ children }: { children: (security: Security) => ReactNode }) => {
  const state = useSecurity();
  switch (state.kind) {
    case 'loading':
      return <Skeletons label={t('ui.loading')} rows={3} className="h-24" />;
    case 'failed':
      return (
        <div className="flex flex-col items-start gap-3">
          <Alert>{explain(state.error)}</Alert>
          <Button onClick={() => void loadSecurity()}>{t('ui.tryAgain')}</Button>
        </div>
      );
    case 'known':
      return children(state.security);
    default:
      return state satisfies never;
  }
};
