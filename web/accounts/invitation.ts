// The invitation that somebody came with, until they have an account: carried from its page to the one where accounts are made. Kept for
// this tab, so that a reload in between loses nothing; never in an address.
const KEY = 'parlor.invitation';

export const carryInvitation = (secret: string | null): void => {
  try {
    if (secret === null) sessionStorage.removeItem(KEY);
    else sessionStorage.setItem(KEY, secret);
  } catch {
    // Storage is forbidden here.
  }
  carried = secret;
};

let carried: string | null = null;

export const carriedInvitation = (): string | null => {
  if (carried !== null) return carried;
  try {
    return sessionStorage.getItem(KEY);
  } catch {
    return null;
  }
};
