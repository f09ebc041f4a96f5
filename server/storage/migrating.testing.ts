// A process of its own that opens a database in a file and dies in the middle of its second migration: it says `inside` and waits to be
// killed. Run by migrations.db.test.ts with the path as its argument.
import { sql } from 'kysely';
import { MIGRATIONS, migrate } from './migrations/migrations.ts';
import { openSqlite } from './sqlite.ts';

const [, , path = ''] = process.argv;

await migrate(openSqlite(path), [
  ...MIGRATIONS,
  {
    name: '9999-cut-short',
    async up(trx) {
      // More than the page cache holds, so that pages which are not committed are in the file.
      await sql`pragma cache_size = 10`.execute(trx);
      await sql`create table "halfDone" (id integer)`.execute(trx);
      await sql`insert into "halfDone" select value from (with recursive n(value) as (select 1 union all select value + 1 from n limit 500000)
        select value from n)`.execute(trx);
      process.stdout.write('inside\n');
      await new Promise(() => setInterval(() => {}, 1_000));
    },
  },
]);
