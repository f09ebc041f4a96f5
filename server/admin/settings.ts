// What holds for the whole house: reading and changing it. Effective with the commit, on every node: nothing keeps a copy.
import type { SignUpPolicy } from '../../protocol/accounts.ts';
import type { HouseSettings } from '../../protocol/admin.ts';
import type { House } from '../accounts/house.ts';
import type { Caller } from '../caller.ts';
import type { Database } from '../storage/database.ts';
import type { People } from './people.ts';

/** As the trail shows it. */
const policyText = (policy: SignUpPolicy): string => (policy.kind === 'domain' ? `domain ${policy.domains.join(', ')}` : policy.kind);

/** What was before and is now, of what is not the same. */
const changesOf = (before: HouseSettings, now: HouseSettings): Record<string, string> => {
  const texts = ({ signUp, limits }: HouseSettings): Record<string, string> => ({
    signUp: policyText(signUp),
    uploadBytes: String(limits.uploadBytes),
    storedBytes: String(limits.storedBytes),
  });
  const [old, fresh] = [texts(before), texts(now)];
  return Object.fromEntries(
    Object.keys(fresh)
      .filter((name) => old[name] !== fresh[name])
      .flatMap((name) => [
        [`${name}.from`, old[name]!],
        [`${name}.to`, fresh[name]!],
      ]),
  );
};

export const createSettings = ({
  database,
  house,
  people,
}: {
  database: Database;
  house: House;
  people: Pick<People, 'demand' | 'note'>;
}) => ({
  read: (): Promise<HouseSettings> => house.settings(),

  change: (caller: Caller, settings: HouseSettings): Promise<void> =>
    database.transaction(async (trx) => {
      await people.demand(trx, 'admin.change-settings', caller);
      const details = changesOf(await house.settings(trx), settings);
      if (Object.keys(details).length === 0) return;
      await house.changeSettings(settings, trx);
      await people.note(trx, caller, { action: 'house.settings-changed', details });
    }),
});
