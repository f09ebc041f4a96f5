// Files in memory: for tests, and for a house that is to leave nothing behind.
import { checkName, type Files } from './files.ts';

export const createMemoryFiles = (now: () => number = Date.now): Files => {
  const shelves = new Map<string, { changedAt: number; files: Map<string, Buffer> }>();
  return {
    async put(id, name, bytes) {
      checkName(id, name);
      const files = shelves.get(id)?.files ?? new Map<string, Buffer>();
      files.set(name, Buffer.from(bytes));
      shelves.set(id, { changedAt: now(), files });
    },
    async get(id, name) {
      checkName(id, name);
      const bytes = shelves.get(id)?.files.get(name);
      return bytes ? Buffer.from(bytes) : null;
    },
    async remove(id) {
      checkName(id);
      shelves.delete(id);
    },
    all: async () => [...shelves].map(([id, { changedAt }]) => ({ id, changedAt })),
    used: async () => [...shelves.values()].flatMap(({ files }) => [...files.values()]).reduce((sum, { length }) => sum + length, 0),
  };
};
