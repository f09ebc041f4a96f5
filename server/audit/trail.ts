// Reading the trail, newest first.
import type { AuditEntry } from '../../protocol/admin.ts';
import { LIMITS } from '../../protocol/constants.ts';
import type { Database } from '../storage/database.ts';
import { findEntries } from './audit.queries.ts';

export const readTrail = (database: Database, before: string | undefined): Promise<{ entries: AuditEntry[]; hasMore: boolean }> =>
  database.snapshot(async (at) => {
    const entries = await findEntries(at, before, LIMITS.adminPage + 1);
    return { entries: entries.slice(0, LIMITS.adminPage), hasMore: entries.length > LIMITS.adminPage };
  });
