// The thread that owns the SQLite connection, so that waiting for the disk or for a lock never stops the server's event loop.
// The only file that imports node:sqlite. Speaks with sqlite.ts in `Ask` and `Answer`.
import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';
import { parentPort, workerData } from 'node:worker_threads';

export type Ask = { id: number; sql: string; parameters: readonly unknown[] };
export type Answer =
  | { id: number; rows: Record<string, unknown>[]; changes: number }
  | { id: number; failure: { message: string; code: string | undefined; errcode: number | undefined } };

const STATEMENTS_KEPT = 256;

const { path } = workerData as { path: string };
const database = new DatabaseSync(path, { timeout: 5_000, enableForeignKeyConstraints: true });
database.exec('PRAGMA journal_mode = WAL');
// FULL: a commit is on the disk before it is answered, so that nothing acknowledged is lost with the power.
database.exec('PRAGMA synchronous = FULL');
database.exec('PRAGMA cache_size = -32000');
database.exec('PRAGMA temp_store = MEMORY');

const statements = new Map<string, StatementSync>();

const prepare = (sql: string): StatementSync => {
  const kept = statements.get(sql);
  if (kept) {
    // Back to the end: the first of a Map is its oldest, and goes first.
    statements.delete(sql);
    statements.set(sql, kept);
    return kept;
  }
  const statement = database.prepare(sql);
  statements.set(sql, statement);
  if (statements.size > STATEMENTS_KEPT) statements.delete(statements.keys().next().value!);
  return statement;
};

const toInput = (value: unknown): SQLInputValue => {
  if (typeof value === 'boolean') return value ? 1 : 0;
  if (value === undefined) return null;
  return value as SQLInputValue;
};

const carryOut = ({ id, sql, parameters }: Ask): Answer => {
  try {
    const statement = prepare(sql);
    const input = parameters.map(toInput);
    if (statement.columns().length > 0) {
      const rows = statement.all(...input) as Record<string, unknown>[];
      return { id, rows, changes: rows.length };
    }
    return { id, rows: [], changes: Number(statement.run(...input).changes) };
  } catch (error) {
    const { message, code, errcode } = error as Error & { code?: string; errcode?: number };
    return { id, failure: { message, code, errcode } };
  }
};

parentPort!.on('message', (ask: Ask | 'close') => {
  if (ask === 'close') {
    database.close();
    parentPort!.close();
    return;
  }
  parentPort!.postMessage(carryOut(ask));
});
