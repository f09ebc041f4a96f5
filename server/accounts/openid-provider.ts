// The OpenID provider that the operator configured: what it says of itself, what it gives for a code, and whom its answer names. Nothing of it is believed
// before it is checked, and nobody is called but the addresses of its own discovery document: no redirects, little time, little text.
import { createRemoteJWKSet, customFetch, jwtVerify, type JWTPayload, type JWTVerifyGetKey } from 'jose';
import * as z from 'zod';
import type { Clock } from '../clock.ts';

export type ProviderSettings = Readonly<{ issuer: string; clientId: string; clientSecret: string; name: string }>;

/** What the provider says of a person, checked. `email` is null where it does not say that it knows it to be theirs. */
export type Person = { subject: string; email: string | null; names: string[] };

/** The provider is down, or says what it must not: nothing that whoever signs in could do something about. */
export class ProviderFailure extends Error {}

export type Provider = ReturnType<typeof createProvider>;

const TIMEOUT_MS = 5_000;
const ANSWER_BYTES = 256 * 1024;
const METADATA_MS = 60 * 60_000;
const CLOCK_TOLERANCE_S = 60;

/** Signed with a private key of the provider's: never `none`, and never by what could be taken for a shared secret. */
const ALGORITHMS = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA', 'Ed25519'];

const Metadata = z.object({
  issuer: z.string(),
  authorization_endpoint: z.url(),
  token_endpoint: z.url(),
  jwks_uri: z.url(),
  userinfo_endpoint: z.url().optional(),
  token_endpoint_auth_methods_supported: z.array(z.string()).default(['client_secret_basic']),
  id_token_signing_alg_values_supported: z.array(z.string()).default(['RS256']),
  authorization_response_iss_parameter_supported: z.boolean().default(false),
});
type Metadata = z.output<typeof Metadata>;

const Tokens = z.object({ access_token: z.string().max(16_384), id_token: z.string().max(16_384) });

const text = z.string().max(400).optional().catch(undefined);
const Claims = z.object({
  sub: z.string().min(1).max(255),
  email: text,
  // Some providers say it in words.
  email_verified: z.union([z.boolean(), z.stringbool()]).optional().catch(undefined),
  name: text,
  given_name: text,
  preferred_username: text,
  nickname: text,
});

const readLimited = async (response: Response, url: string): Promise<string> => {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of response.body ?? []) {
    bytes += chunk.length;
    if (bytes > ANSWER_BYTES) throw new ProviderFailure(`${url} answers more than ${ANSWER_BYTES} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
};

/** `https:`, or this machine itself: elsewhere anybody on the way could be the provider. */
export const isSafeAddress = (address: string): boolean => {
  if (!URL.canParse(address)) return false;
  const { protocol, hostname } = new URL(address);
  return protocol === 'https:' || (protocol === 'http:' && ['localhost', '127.0.0.1', '[::1]'].includes(hostname));
};

const call = async (url: string, init: RequestInit = {}): Promise<Response> => {
  if (!isSafeAddress(url)) throw new ProviderFailure(`${url} is no address that is called`);
  try {
    const response = await fetch(url, { ...init, redirect: 'error', signal: AbortSignal.timeout(TIMEOUT_MS) });
    const body = await readLimited(response, url);
    return new Response(body, { status: response.status, headers: { 'content-type': response.headers.get('content-type') ?? '' } });
  } catch (error) {
    throw error instanceof ProviderFailure ? error : new ProviderFailure(`${url} does not answer`, { cause: error });
  }
};

const read = async <Schema extends z.ZodType>(schema: Schema, url: string, init?: RequestInit): Promise<z.output<Schema>> => {
  const response = await call(url, init);
  if (!response.ok) throw new ProviderFailure(`${url} answers ${response.status}`);
  const parsed = schema.safeParse(await response.json().catch(() => null));
  if (!parsed.success) throw new ProviderFailure(`${url} answers something else: ${parsed.error.message}`.slice(0, 500));
  return parsed.data;
};

type Known = { metadata: Metadata; keys: JWTVerifyGetKey; until: number };

export const createProvider = ({ issuer, clientId, clientSecret }: ProviderSettings, clock: Clock) => {
  let known: Known | null = null;

  const discover = async (): Promise<Known> => {
    if (known && known.until > clock.now()) return known;
    const metadata = await read(Metadata, `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`);
    // Else one provider could speak for another.
    if (metadata.issuer !== issuer) throw new ProviderFailure(`it calls itself ${metadata.issuer}: write OPENID_ISSUER=${metadata.issuer}`);
    const keys = createRemoteJWKSet(new URL(metadata.jwks_uri), { [customFetch]: (url, init) => call(url, init) });
    known = { metadata, keys, until: clock.now() + METADATA_MS };
    return known;
  };

  /** How this house proves to be itself. */
  const credentials = ({
    token_endpoint_auth_methods_supported: methods,
  }: Metadata): { headers: Record<string, string>; form: Record<string, string> } => {
    if (!methods.includes('client_secret_basic') && methods.includes('client_secret_post')) {
      return { headers: {}, form: { client_id: clientId, client_secret: clientSecret } };
    }
    const encode = (part: string) => new URLSearchParams([['', part]]).toString().slice(1);
    const basic = Buffer.from(`${encode(clientId)}:${encode(clientSecret)}`).toString('base64');
    return { headers: { authorization: `Basic ${basic}` }, form: {} };
  };

  const verify = async (idToken: string, nonce: string): Promise<JWTPayload> => {
    const { metadata, keys } = await discover();
    const algorithms = ALGORITHMS.filter((algorithm) => metadata.id_token_signing_alg_values_supported.includes(algorithm));
    const { payload } = await jwtVerify(idToken, keys, {
      issuer,
      audience: clientId,
      algorithms,
      currentDate: new Date(clock.now()),
      clockTolerance: CLOCK_TOLERANCE_S,
      requiredClaims: ['sub', 'iat', 'exp'],
    }).catch((error: unknown) => {
      throw error instanceof ProviderFailure ? error : new ProviderFailure('its ID token is not good', { cause: error });
    });
    if (payload['nonce'] !== nonce) throw new ProviderFailure('its ID token is of another sign-in');
    const isShared = Array.isArray(payload.aud) && payload.aud.length > 1;
    if ((isShared || payload['azp'] !== undefined) && payload['azp'] !== clientId)
      throw new ProviderFailure('its ID token is for another client');
    return payload;
  };

  return {
    /** Where the browser is to go. */
    async authorizationUrl(flow: { redirectUri: string; state: string; nonce: string; challenge: string }): Promise<string> {
      const { metadata } = await discover();
      if (!isSafeAddress(metadata.authorization_endpoint)) throw new ProviderFailure('its sign-in page is no address to lead people to');
      const url = new URL(metadata.authorization_endpoint);
      const asked = {
        response_type: 'code',
        client_id: clientId,
        redirect_uri: flow.redirectUri,
        scope: 'openid email profile',
        state: flow.state,
        nonce: flow.nonce,
        code_challenge: flow.challenge,
        code_challenge_method: 'S256',
      };
      for (const [name, value] of Object.entries(asked)) url.searchParams.set(name, value);
      return url.href;
    },

    /** False where the answer came from another provider than the one that was asked. */
    async isOwnAnswer(iss: string | null): Promise<boolean> {
      const { metadata } = await discover();
      return iss === null ? !metadata.authorization_response_iss_parameter_supported : iss === issuer;
    },

    /** Whom the code names. It is good once, and only with the verifier of the flow that it was made for. */
    async redeem(flow: { code: string; redirectUri: string; verifier: string; nonce: string }): Promise<Person> {
      const { metadata } = await discover();
      const { headers, form } = credentials(metadata);
      const tokens = await read(Tokens, metadata.token_endpoint, {
        method: 'POST',
        headers: { accept: 'application/json', ...headers },
        body: new URLSearchParams({
          grant_type: 'authorization_code',
          code: flow.code,
          redirect_uri: flow.redirectUri,
          code_verifier: flow.verifier,
          ...form,
        }),
      });
      const payload = await verify(tokens.id_token, flow.nonce);
      let claims = Claims.parse(payload);
      if ((claims.email === undefined || claims.email_verified === undefined) && metadata.userinfo_endpoint !== undefined) {
        const more = await read(Claims, metadata.userinfo_endpoint, { headers: { authorization: `Bearer ${tokens.access_token}` } });
        // What is said there is of whom the token names, or it is of nobody.
        if (more.sub !== claims.sub) throw new ProviderFailure('it speaks of two people at once');
        claims = { ...claims, ...more };
      }
      const names = [claims.name, claims.given_name, claims.nickname, claims.preferred_username];
      return {
        subject: claims.sub,
        email: claims.email_verified === true ? (claims.email ?? null) : null,
        names: names.filter((name) => name !== undefined),
      };
    },
  };
};
