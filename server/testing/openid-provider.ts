// A real OpenID provider in the test's own process (oidc-provider), on a free port of this machine. Its sign-in page is answered by itself: whoever is
// `person` at the moment signs in there and agrees. And a browser without a screen that goes where it is led, with a jar of cookies for each site.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Provider } from 'oidc-provider';
import { freePort } from './free-port.ts';

export type ProviderPerson = { sub: string; email?: string; email_verified?: boolean; name?: string; preferred_username?: string };

/** `isTerse`: says who somebody is only where it is asked for more than the ID token. */
const TTL_S = 600;

type Options = { isTerse?: boolean; authMethod?: 'client_secret_basic' | 'client_secret_post' };

export const CLIENT = { clientId: 'parlor', clientSecret: 'a secret & of the "provider"' };

/** `redirectUri` of the house that it is for. */
export const openProvider = async (redirectUri: string, { isTerse = false, authMethod = 'client_secret_basic' }: Options = {}) => {
  let person: ProviderPerson = { sub: 'nobody' };
  /** Refuses at its sign-in page, as somebody does who thinks better of it. */
  let refuses = false;
  const people = new Map<string, ProviderPerson>();
  const port = await freePort();
  const issuer = `http://127.0.0.1:${port}`;
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: CLIENT.clientId,
        client_secret: CLIENT.clientSecret,
        redirect_uris: [redirectUri],
        grant_types: ['authorization_code'],
        response_types: ['code'],
        token_endpoint_auth_method: authMethod,
      },
    ],
    clientAuthMethods: [authMethod],
    claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name', 'preferred_username'] },
    conformIdTokenClaims: isTerse,
    pkce: { required: () => true },
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_ctx, interaction) => `/interaction/${interaction.uid}` },
    findAccount: (_ctx, sub) => ({ accountId: sub, claims: async () => ({ ...people.get(sub), sub }) }),
    ttl: { Interaction: TTL_S, Grant: TTL_S, Session: TTL_S, AccessToken: TTL_S, IdToken: TTL_S },
    cookies: { keys: ['the provider’s own'] },
    renderError: (ctx, out) => void (ctx.body = JSON.stringify(out)),
  });
  const handle = provider.callback();
  const server = createServer((request, response) => {
    if (!request.url?.startsWith('/interaction/')) return void handle(request, response);
    const finish = async () => {
      if (refuses) return provider.interactionFinished(request, response, { error: 'access_denied' });
      const { params } = await provider.interactionDetails(request, response);
      const grant = new provider.Grant({ accountId: person.sub, clientId: String(params['client_id']) });
      grant.addOIDCScope('openid email profile');
      const grantId = await grant.save();
      return provider.interactionFinished(request, response, { login: { accountId: person.sub }, consent: { grantId } });
    };
    finish().catch((error: unknown) => response.writeHead(500).end(String(error)));
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return {
    issuer,
    settings: { issuer, ...CLIENT, name: 'The Provider' },
    /** Who sits before it from now on. */
    seat(next: ProviderPerson): void {
      person = next;
      people.set(next.sub, next);
    },
    refuse: (does: boolean) => void (refuses = does),
    async close(): Promise<void> {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
    port: (server.address() as AddressInfo).port,
  };
};

/** Keeps cookies by site and follows redirects until `stopAt` says to look first. */
export const createBrowser = () => {
  const jars = new Map<string, Map<string, string>>();
  const jarOf = (url: string) => {
    const { host } = new URL(url);
    const jar = jars.get(host) ?? new Map<string, string>();
    jars.set(host, jar);
    return jar;
  };
  const cookieFor = (url: string) => [...jarOf(url)].map(([name, value]) => `${name}=${value}`).join('; ');
  const keep = (url: string, response: Response) => {
    for (const line of response.headers.getSetCookie()) {
      const [pair = ''] = line.split(';');
      const [name = '', ...value] = pair.split('=');
      if (/max-age=0|expires=Thu, 01 Jan 1970/i.test(line)) jarOf(url).delete(name);
      else jarOf(url).set(name, value.join('='));
    }
  };
  const go = async (url: string, init: RequestInit = {}): Promise<Response> => {
    const response = await fetch(url, {
      ...init,
      redirect: 'manual',
      headers: { ...(init.headers as Record<string, string>), cookie: cookieFor(url) },
    });
    keep(url, response);
    return response;
  };
  return {
    go,
    cookieFor,
    post: (house: string, path: string, body: unknown) =>
      go(`${house}${path}`, { method: 'POST', headers: { 'content-type': 'application/json', origin: house }, body: JSON.stringify(body) }),
    /** Where the browser would go next and has not gone: the first address that `stopAt` knows. */
    async follow(from: string, stopAt: (url: string) => boolean): Promise<string> {
      let url = from;
      for (let hops = 0; hops < 12; hops++) {
        if (stopAt(url)) return url;
        const response = await go(url);
        const location = response.headers.get('location');
        if (location === null) throw new Error(`${url} leads nowhere: ${response.status} ${await response.text()}`);
        url = new URL(location, url).href;
      }
      throw new Error(`${from} leads round in circles`);
    },
  };
};

export type Browser = ReturnType<typeof createBrowser>;
