// Two kinds of people are guests in the house: those who came by a link, and have nothing to sign in with; and those with an account of their own
// whose address the house wants to see confirmed first. Only their owners and this page can tell them apart.
import type { OwnAccount } from '../../protocol/accounts.ts';

export const cameByLink = ({ email }: Pick<OwnAccount, 'email'>): boolean => email === null;

export const mustConfirm = ({ email, role }: Pick<OwnAccount, 'email' | 'role'>): boolean => role === 'guest' && email !== null;
