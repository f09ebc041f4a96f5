// How the house is, as a verdict on each of its parts. Pure.
import type { HouseState } from '../../protocol/admin.ts';

export type Verdict = 'ok' | 'bad' | 'off';
export type Part = 'database' | 'media' | 'mail';

export const PARTS = ['database', 'media', 'mail'] as const satisfies Part[];

export const verdictOf = (part: Part, { database, media, mail }: HouseState): Verdict => {
  switch (part) {
    case 'database':
      return database.isUp ? 'ok' : 'bad';
    case 'media':
      return media.workers > 0 && media.alive === media.workers ? 'ok' : 'bad';
    case 'mail':
      // Not to send any is a way to run a house.
      if (!mail.isSetUp) return 'off';
      return mail.lastError === null ? 'ok' : 'bad';
    default:
      return part satisfies never;
  }
};

export const isWell = (state: HouseState): boolean => PARTS.every((part) => verdictOf(part, state) !== 'bad');
