// Mail domains as somebody writes them. The same rule as the schema's, which stays on the server. Pure.
import { LIMITS } from '../../protocol/constants.ts';

const DOMAIN = /^([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}$/;
const MOST_CHARACTERS = 253;

export type DomainProblem = 'wrong' | 'twice' | 'many';

/** "@Example.ORG " and "ana@example.org" are what people write for example.org. A name of another script becomes what the mail has. */
const plain = (text: string): string => {
  const domain = text.trim().replace(/^.*@/, '').replace(/\.$/, '');
  const url = `http://${domain}`;
  return /^[^\s/:?#[\]]+$/.test(domain) && URL.canParse(url) ? new URL(url).hostname : domain.toLowerCase();
};

export const addDomain = (domains: readonly string[], text: string): readonly string[] | DomainProblem => {
  const domain = plain(text);
  if (!DOMAIN.test(domain) || domain.length > MOST_CHARACTERS) return 'wrong';
  if (domains.includes(domain)) return 'twice';
  return domains.length >= LIMITS.domains ? 'many' : [...domains, domain];
};
