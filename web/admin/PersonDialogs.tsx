// What is asked before something is done to somebody: each says what will happen to them, and what will not.
import type { Person } from '../../protocol/admin.ts';
import { ownAccount } from '../accounts/accounts.ts';
import { t } from '../i18n/admin.ts';
import { ConfirmDialog } from '../ui/ConfirmDialog.tsx';
import { notify } from '../ui/toasts.ts';
import { LinkDialog } from './LinkDialog.tsx';
import { endAllSignIns, setRole, suspend, type Change } from './people.ts';
import type { PersonAction } from './person-actions.ts';
import { SignInsDialog } from './SignInsDialog.tsx';
import { TypedConfirm } from './TypedConfirm.tsx';

type Props = { person: Person; action: PersonAction; onChange: Change; onClose(): void };

export const PersonDialog = ({ person, action, onChange, onClose }: Props) => {
  const { name } = person.account;
  const give = async (role: 'owner' | 'admin' | 'member', done: string) => {
    await setRole(person, role, ownAccount()?.id ?? '', onChange);
    notify(done);
  };
  switch (action) {
    case 'make-admin':
      return (
        <ConfirmDialog
          title={t('admin.makeAdmin.title', { name })}
          text={t('admin.makeAdmin.text')}
          action={t('admin.makeAdmin.do')}
          isHarmless
          run={() => give('admin', t('admin.makeAdmin.done', { name }))}
          onClose={onClose}
        />
      );
    case 'make-member':
      return (
        <ConfirmDialog
          title={t('admin.makeMember.title', { name })}
          text={t('admin.makeMember.text')}
          action={t('admin.makeMember.do')}
          run={() => give('member', t('admin.makeMember.done', { name }))}
          onClose={onClose}
        />
      );
    case 'hand-over':
      return (
        <TypedConfirm
          title={t('admin.handOver.title', { name })}
          text={t('admin.handOver.text', { name })}
          word={name}
          action={t('admin.handOver.do')}
          run={() => give('owner', t('admin.handOver.done', { name }))}
          onClose={onClose}
        />
      );
    case 'suspend':
      return (
        <ConfirmDialog
          title={t('admin.suspend.title', { name })}
          text={t('admin.suspend.text')}
          action={t('admin.suspend.do')}
          run={() => suspend(person, onChange)}
          onClose={onClose}
        />
      );
    case 'end-sign-ins':
      return (
        <ConfirmDialog
          title={t('admin.endSignIns.title', { name })}
          text={t('admin.endSignIns.text')}
          action={t('admin.endSignIns.do')}
          run={() => endAllSignIns(person, onChange)}
          onClose={onClose}
        />
      );
    case 'sign-ins':
      return <SignInsDialog account={person.account} onClose={onClose} />;
    case 'link':
      return <LinkDialog account={person.account} onClose={onClose} />;
    case 'restore':
      // Done without a question.
      return null;
    default:
      return action satisfies never;
  }
};
