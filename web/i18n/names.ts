// What somebody is called, wherever they are named. Whoever is gone has no name of their own any more.
import { t } from './i18n.ts';

export type Named = { name: string; kind: 'person' | 'guest' | 'deleted' };

export const nameOf = ({ name, kind }: Named): string => (kind === 'deleted' ? t('ui.deletedAccount') : name);

/** Where there is no room for a mark beside it: anybody may call themselves anything, but a guest is told as one. */
export const fullNameOf = (person: Named): string => (person.kind === 'guest' ? t('ui.guestNamed', { name: person.name }) : nameOf(person));
