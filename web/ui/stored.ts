// What this browser remembers for a person. Where storage is forbidden or full, everything works and nothing is remembered.
const KEYS = {
  theme: 'parlor.theme',
  /** Somebody was signed in here last time: the socket is tried at once. */
  wasSignedIn: 'parlor.was-signed-in',
  /** The slug of the room that was open last. */
  lastRoom: 'parlor.last-room',
  isPanelOpen: 'parlor.panel-open',
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

/** Another window of this browser remembered something else. Answers with the way to stop listening. */
export const onRemembered = (key: keyof typeof KEYS, listener: (value: string | null) => void): (() => void) => {
  const onStorage = (event: StorageEvent) => {
    if (event.key === KEYS[key]) listener(event.newValue);
  };
  addEventListener('storage', onStorage);
  return () => removeEventListener('storage', onStorage);
};
