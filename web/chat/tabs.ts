// Which tabs of this browser are open, so that a message whose tab was closed is sent by another, and one whose tab is open is not.
// An open tab holds a lock in its name. Where the browser has no locks (plain http), every tab sends what it finds: the server knows the
// message by its key, so that is waste and no harm.
export type Tabs = {
  /** Stays the same when the tab is reloaded. */
  readonly id: string;
  /** The ids of tabs that are open, this one among them. */
  living(): Promise<ReadonlySet<string>>;
  /** Runs `run` in one tab at a time. */
  inTurn(run: () => Promise<void>): Promise<void>;
};

const ID_KEY = 'parlor.tab';
const LOCK = 'parlor.tab.';

export const createBrowserTabs = (): Tabs => {
  const id = ownId();
  const locks = 'locks' in navigator ? navigator.locks : undefined;
  if (!locks) return { id, living: async () => new Set([id]), inTurn: (run) => run() };
  // Never released: the browser does it when the tab is closed. Shared, because a duplicated tab has the same id.
  void locks.request(LOCK + id, { mode: 'shared' }, () => new Promise<never>(() => {}));
  return {
    id,
    living: async () => {
      const { held = [] } = await locks.query();
      return new Set([id, ...held.flatMap(({ name }) => (name?.startsWith(LOCK) ? [name.slice(LOCK.length)] : []))]);
    },
    inTurn: (run) => locks.request('parlor.outbox', run),
  };
};

const ownId = (): string => {
  const fresh = Array.from(crypto.getRandomValues(new Uint32Array(2)), (part) => part.toString(36)).join('');
  try {
    const known = sessionStorage.getItem(ID_KEY);
    if (known !== null) return known;
    sessionStorage.setItem(ID_KEY, fresh);
  } catch {
    // Storage is forbidden: the id lasts as long as the page.
  }
  return fresh;
};
