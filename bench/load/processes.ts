// The processes of a measurement: a house in a folder of its own, and readers.
import { join } from 'node:path';
import { startChild, type How } from './child.ts';
import type { HouseAsks, Where } from './house.ts';
import type { ReaderAsks } from './readers.ts';

export const startHouse = async (where: Where, how: How = {}) => {
  const house = startChild<HouseAsks>(join(import.meta.dirname, 'house.ts'), how);
  return { house, ...(await house.ask('open', where)) };
};

export const startReaders = () => startChild<ReaderAsks>(join(import.meta.dirname, 'readers.ts'));

export type StartedHouse = Awaited<ReturnType<typeof startHouse>>;
export type Readers = ReturnType<typeof startReaders>;
