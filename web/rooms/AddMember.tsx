// Adds people of this house to the room: written names are looked up as they are written.
import { useEffect, useState } from 'react';
import type { Account } from '../../protocol/accounts.ts';
import { LIMITS } from '../../protocol/constants.ts';
import type { Member } from '../../protocol/rooms.ts';
import type { RoomId } from '../../protocol/wire.ts';
import { connection } from '../connection/app-connection.ts';
import { explain } from '../i18n/explain.ts';
import { t } from '../i18n/i18n.ts';
import { nameOf } from '../i18n/names.ts';
import { Avatar } from '../ui/Avatar.tsx';
import { Button } from '../ui/Button.tsx';
import { Field } from '../ui/Field.tsx';
import { notify } from '../ui/toasts.ts';
import { addMember } from './rooms.ts';

export const AddMember = ({ roomId, members }: { roomId: RoomId; members: readonly Member[] }) => {
  const [text, setText] = useState('');
  const found = useFound(text);
  const outside = found?.filter(({ id }) => !members.some(({ account }) => account.id === id)).slice(0, 8);
  return (
    <div>
      <Field
        label={t('rooms.add.label')}
        placeholder={t('rooms.add.placeholder')}
        value={text}
        maxLength={LIMITS.accountName}
        autoComplete="off"
        spellCheck={false}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <div aria-live="polite">
        {outside?.length === 0 && <p className="pt-2 text-sm text-soft">{t('rooms.add.none')}</p>}
        {outside && outside.length > 0 && (
          <ul className="pt-1">
            {outside.map((account) => (
              <Found key={account.id} roomId={roomId} account={account} />
            ))}
          </ul>
        )}
      </div>
    </div>
  );
};

const Found = ({ roomId, account }: { roomId: RoomId; account: Account }) => {
  const [isPending, setPending] = useState(false);
  const add = async () => {
    setPending(true);
    try {
      await addMember(roomId, account.id);
      notify(t('rooms.add.done', { name: nameOf(account) }));
    } catch (error) {
      notify(explain(error), { kind: 'error' });
    } finally {
      setPending(false);
    }
  };
  return (
    <li className="flex min-h-11 items-center gap-3">
      <Avatar {...account} size={28} />
      <span className="min-w-0 flex-1 truncate">{nameOf(account)}</span>
      <Button
        aria-label={t('rooms.add.person', { name: nameOf(account) })}
        isPending={isPending}
        className="min-h-8! px-3! text-sm"
        onClick={() => void add()}
      >
        {t('rooms.add.add')}
      </Button>
    </li>
  );
};

const PAUSE_MS = 200;

/** People whose name begins with what is written, a moment after the writing stops; null until they are found. */
const useFound = (text: string): readonly Account[] | null => {
  const [found, setFound] = useState<{ wanted: string; accounts: readonly Account[] } | null>(null);
  const wanted = text.trim();
  useEffect(() => {
    if (wanted === '') return;
    let isWanted = true;
    const timer = setTimeout(() => {
      connection.ask('accounts.find', { text: wanted }).then(
        ({ accounts }) => isWanted && setFound({ wanted, accounts }),
        (error: unknown) => isWanted && notify(explain(error), { kind: 'error' }),
      );
    }, PAUSE_MS);
    return () => {
      isWanted = false;
      clearTimeout(timer);
    };
  }, [wanted]);
  // What was found for the letters before stays until there is better: no flicker while one writes on.
  return wanted !== '' && found && wanted.startsWith(found.wanted) ? found.accounts : null;
};
