// What holds for the whole house: who may sign up, how much may be kept. Read from the database each time, so that every node goes by the same.
import type { HouseSettings } from '../../protocol/admin.ts';
import { LIMITS } from '../../protocol/constants.ts';
import type { Database } from '../storage/database.ts';
import { findFact, putFact } from './house.queries.ts';
import type { Db, Trx } from '../storage/schema.ts';

export type House = ReturnType<typeof createHouse>;

const DEFAULTS: HouseSettings = {
  signUp: { kind: 'open' },
  limits: { uploadBytes: LIMITS.pictureBytes, storedBytes: 1024 * 1024 * 1024 },
};

const SETTINGS = 'settings';

export const createHouse = ({ database }: { database: Database }) => ({
  async settings(at: Db = database.db): Promise<HouseSettings> {
    const stored = await findFact(at, SETTINGS);
    return stored === null ? DEFAULTS : { ...DEFAULTS, ...(JSON.parse(stored) as Partial<HouseSettings>) };
  },
  changeSettings: (settings: HouseSettings, trx: Trx): Promise<void> => putFact(trx, SETTINGS, JSON.stringify(settings)),
});
