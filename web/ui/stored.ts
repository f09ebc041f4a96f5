// What this browser remembers for a person. Where storage is forbidden or full, everything works and nothing is remembered.
const KEYS = {
  theme: 'parlor.theme',
  /** Of the words, where a person chose one. */
  language: 'parlor.language',
  /** Somebody was signed in here last time: the socket is tried at once. */
  wasSignedIn: 'parlor.was-signed-in',
  /** The slug of the room that was open last. */
  lastRoom: 'parlor.last-room',
  isPanelOpen: 'parlor.panel-open',
  /** What somebody was called here who came as a guest. */
  guestName: 'parlor.guest-name',
  /** A guest was told once, after a call, that they can stay. */
  guestPrompted: 'parlor.guest-prompted',
} as const;

/** For one tab, until it is closed: a reload and a way over other pages find it again. */
const TAB_KEYS = {
  /** The secret of an invitation that somebody came with and has not used yet: they may have to sign in, or create an account, before. */
  invitation: 'parlor.invitation',
} as const;

export const recall = (key: keyof typeof KEYS): string | null => {
  try {
    return localStorage.getItem(KEYS[key]);
  } catch {
    return null;
  }
};

export const remember = (key: keyof typeof KEYS, value: string | null): void => {
  try {
    if (value === null) localStorage.removeItem(KEYS[key]);
    else localStorage.setItem(KEYS[key], value);
  } catch {
    // Not remembered, then.
  }
};

export const recallInTab = (key: keyof typeof TAB_KEYS): string | null => {
  try {
    return sessionStorage.getItem(TAB_KEYS[key]);
  } catch {
    return null;
  }
};

export const rememberInTab = (key: keyof typeof TAB_KEYS, value: string | null): void => {
  try {
    if (value === null) sessionStorage.removeItem(TAB_KEYS[key]);
    else sessionStorage.setItem(TAB_KEYS[key], value);
  } catch {
    // Not remembered, then.
  }
};

/** Another window of this browser remembered something else. Answers with the way to stop listening. */
export const onRemembered = (key: keyof typeof KEYS, listener: (value: string | null) => void): (() => void) => {
  const onStorage = (event: StorageEvent) => {
    if (event.key === KEYS[key]) listener(event.newValue);
  };
  addEventListener('storage', onStorage);
  return () => removeEventListener('storage', onStorage);
};
