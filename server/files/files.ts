// The door to what lies in files: pictures now. A file has an id, made here and never taken from a person, and a name among those of its id. What is
// put is on the disk when the answer comes; what is removed is gone. Whose a file is, and who may see it, is not known here.

export type StoredFile = { id: string; changedAt: number };

export type Files = {
  /** Replaces what had that name. */
  put(id: string, name: string, bytes: Buffer): Promise<void>;
  /** null for what is not there. */
  get(id: string, name: string): Promise<Buffer | null>;
  /** Everything under the id. Idempotent. */
  remove(id: string): Promise<void>;
  /** Every id that has something, with when it last changed. */
  all(): Promise<StoredFile[]>;
  /** In bytes. */
  used(): Promise<number>;
};

const ID = /^[A-Za-z0-9_-]{1,64}$/;
const NAME = /^[a-z0-9]{1,16}\.[a-z0-9]{1,8}$/;

/** What is no id or name of ours never comes near a path. */
export const checkName = (id: string, name = 'any.name'): void => {
  if (!ID.test(id) || !NAME.test(name)) throw new Error(`bug: no name of a file: ${JSON.stringify([id, name])}`);
};
