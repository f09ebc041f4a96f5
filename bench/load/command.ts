// What every bench does the same way: flags, a folder that goes away, lines for people, and the one JSON object at the end.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

type Flags = Record<string, number | string | boolean>;

/** Flags are what `defaults` has, by name and by type: `--rounds 7`, `--only room`, `--postgres`. */
export const readFlags = <Defaults extends Flags>(defaults: Defaults): { [Name in keyof Defaults]: Widened<Defaults[Name]> } => {
  const options = Object.fromEntries(
    Object.entries(defaults).map(([name, value]) => [
      name,
      { type: typeof value === 'boolean' ? ('boolean' as const) : ('string' as const) },
    ]),
  );
  const usage = Object.entries(defaults)
    .map(([name, value]) => `  --${name}${typeof value === 'boolean' ? '' : ` ${value === '' ? '…' : value}`}`)
    .join('\n');
  try {
    const { values } = parseArgs({ options, allowPositionals: false });
    const read = Object.entries(defaults).map(([name, fallback]) => {
      const given = values[name];
      if (given === undefined || typeof fallback !== 'number') return [name, given ?? fallback];
      if (!(Number(given) >= 0)) throw new Error(`--${name} wants a number`);
      return [name, Number(given)];
    });
    return Object.fromEntries(read) as { [Name in keyof Defaults]: Widened<Defaults[Name]> };
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\nFlags, with their defaults:\n${usage}\n`);
    process.exit(2);
  }
};
type Widened<Value> = Value extends number ? number : Value extends boolean ? boolean : string;

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => process.exit(1));
// Started by another program that was killed: nobody waits for the figures.
if (process.channel) process.on('disconnect', () => process.exit(1));

/** Removed when the process ends, however it ends. */
export const temporaryFolder = (inside = tmpdir()): string => {
  const folder = mkdtempSync(join(inside, 'parlor-bench-'));
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  return folder;
};

export const say = (line = ''): void => void process.stdout.write(`${line}\n`);

/** A goal, and whether the figure meets it: told, never asserted. */
export const against = (figure: number, goal: number, sense: 'at least' | 'at most') => ({
  figure,
  goal,
  sense,
  isMet: sense === 'at least' ? figure >= goal : figure <= goal,
});

/** The last line of stdout. */
export const finish = (figures: Record<string, unknown>): never => {
  process.stdout.write(`${JSON.stringify(figures)}\n`, () => process.exit(0));
  return undefined as never;
};
