// How the account is kept safe, as the pages of the settings show it: asked when one of them is opened, and again after each change.
import { useEffect } from 'react';
import { useStore } from '@nanostores/react';
import { atom, onMount } from 'nanostores';
import type { Security } from '../../../protocol/accounts.ts';
import { $me, askAccounts } from '../accounts.ts';

export type SecurityState = { kind: 'loading' } | { kind: 'failed'; error: unknown } | { kind: 'known'; security: Security };

const $security = atom<SecurityState>({ kind: 'loading' });
let asked = 0;

/** What is known stays until there is something newer; of two answers, that of the later question counts. */
export const loadSecurity = async (): Promise<void> => {
  const number = ++asked;
  try {
    const { security } = await askAccounts('security', {});
    if (number === asked) $security.set({ kind: 'known', security });
  } catch (error) {
    if (number === asked && $security.get().kind !== 'known') $security.set({ kind: 'failed', error });
  }
};

// Nobody else's is shown for a moment: it is forgotten with the page that showed it, or with who it belonged to.
onMount($security, () => {
  let owner = ownerId();
  const stop = $me.listen(() => {
    if (ownerId() === owner) return void loadSecurity(); // An address was confirmed in another window, say.
    owner = ownerId();
    $security.set({ kind: 'loading' });
  });
  return () => {
    stop();
    asked++;
    $security.set({ kind: 'loading' });
  };
});

const ownerId = (): string | null => {
  const me = $me.get();
  return me.kind === 'signed-in' ? me.account.id : null;
};

export const useSecurity = (): SecurityState => {
  const state = useStore($security);
  useEffect(() => {
    void loadSecurity();
    // What happened on other devices is seen when one comes back to this one.
    const onVisible = () => {
      if (document.visibilityState === 'visible') void loadSecurity();
    };
    document.addEventListener('visibilitychange', onVisible);
    return () => document.removeEventListener('visibilitychange', onVisible);
  }, []);
  return state;
};
