// The net under the page: what is thrown while drawing ends here, with a way on. A chunk that is gone because the server was updated
// meanwhile ends here too, and the same reload mends it.
import { Component, type ReactNode } from 'react';
import { t } from '../i18n/i18n.ts';
import { Button } from './Button.tsx';
import { Empty } from './Empty.tsx';

export class Broken extends Component<{ children: ReactNode }, { isBroken: boolean }> {
  override state = { isBroken: false };

  static getDerivedStateFromError(): { isBroken: boolean } {
    return { isBroken: true };
  }

  override render(): ReactNode {
    if (!this.state.isBroken) return this.props.children;
    return (
      <main className="flex min-h-dvh" role="alert">
        <Empty
          title={t('ui.crash.title')}
          action={
            <Button variant="primary" onClick={() => location.reload()}>
              {t('ui.reload')}
            </Button>
          }
        >
          {t('ui.crash.text')}
        </Empty>
      </main>
    );
  }
}
