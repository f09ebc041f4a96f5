// The floor of what a commit can cost: writing 4 KiB and waiting until the disk has it, on the disk that the database lies on.
import { closeSync, fdatasyncSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const BLOCK = Buffer.alloc(4_096, 'x');
/** Written again and again, as a write-ahead log is after its first round. */
const BLOCKS = 1_024;

export const openDisk = (folder: string) => {
  const file = openSync(join(folder, 'floor'), 'w');
  for (let index = 0; index < BLOCKS; index++) writeSync(file, BLOCK, 0, BLOCK.length, index * BLOCK.length);
  fdatasyncSync(file);
  let next = 0;
  return {
    /** Milliseconds of each, `perSecond` evenly; 0: one right after the other. */
    async write(count: number, perSecond: number): Promise<number[]> {
      const took: number[] = [];
      const begin = performance.now();
      for (let index = 0; index < count; index++) {
        await sleep(perSecond === 0 ? 0 : Math.max(0, begin + (index * 1_000) / perSecond - performance.now()));
        const start = performance.now();
        writeSync(file, BLOCK, 0, BLOCK.length, (next++ % BLOCKS) * BLOCK.length);
        fdatasyncSync(file);
        took.push(performance.now() - start);
      }
      return took;
    },
    close: () => closeSync(file),
  };
};
