// Who may make an account: the one place that reads the house's policy, asked by every way to make one (with a password, through an OpenID provider, as
// a guest who stays). The very first account of a house is let in before anybody asks.
import type { HouseRole, SignUpPolicy } from '../../protocol/accounts.ts';
import { Refusal } from '../../protocol/errors.ts';

/** What an invitation is worth to somebody who makes an account. `opensHouse`: it lets in whom the policy would not. */
export type Invited = { opensHouse: boolean; role: 'member' | 'admin' };

type Asked = {
  policy: SignUpPolicy;
  /** In its canonical form. */
  email: string;
  isEmailConfirmed: boolean;
  /** Whether this house can find out whose address it is. */
  hasMail: boolean;
  /** null without an invitation. */
  invited: Invited | null;
};

const closed = (why: string) => new Refusal('sign-up-closed', why);

const domainOf = (email: string): string => email.slice(email.lastIndexOf('@') + 1);

/** As what they come in. `guest`: until their address is confirmed. */
export const admit = ({ policy, email, isEmailConfirmed, hasMail, invited }: Asked): Exclude<HouseRole, 'owner'> => {
  const opened = invited?.opensHouse ? invited.role : null;
  switch (policy.kind) {
    case 'open':
      return opened ?? 'member';
    case 'invitation':
      if (opened) return opened;
      throw closed('accounts are made by invitation here');
    case 'closed':
      throw closed('no accounts are made here');
    case 'domain':
      if (opened) return opened;
      if (!policy.domains.includes(domainOf(email))) throw closed('accounts are made for certain mail domains here');
      return hasMail && !isEmailConfirmed ? 'guest' : 'member';
    default:
      return policy satisfies never;
  }
};
