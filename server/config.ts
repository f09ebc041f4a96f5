// The environment, read once and turned into a frozen, validated object. A wrong setting is one line that says what to write instead.
import { isIP } from 'node:net';
import { networkInterfaces } from 'node:os';
import { resolve } from 'node:path';

export type Config = Readonly<{
  port: number;
  host: string;
  dataFolder: string;
  /** The origin that people open, without a slash at its end; null: whatever host they used. */
  publicUrl: string | null;
  isHttps: boolean;
  mediaPort: number;
  /** The address that browsers send media to. */
  mediaAddress: string;
  mediaWorkers: number | null;
  /** null: this house sends no mail. */
  mail: MailSettings | null;
  /** null: this house trusts no OpenID provider. */
  openId: OpenIdSettings | null;
  /** null: SQLite in the data folder. */
  databaseUrl: string | null;
  /** Hops whose `X-Forwarded-For` is believed. */
  trustedProxies: string[];
  logLevel: string;
}>;

export type MailSettings = Readonly<{
  host: string;
  port: number;
  /** TLS from the first byte (`smtps:`). */
  isTls: boolean;
  auth: { user: string; pass: string } | null;
  from: { name: string; address: string };
}>;

/** `issuer`: as the provider writes it itself. `name`: what its button says. */
export type OpenIdSettings = Readonly<{ issuer: string; clientId: string; clientSecret: string; name: string }>;

export class WrongSetting extends Error {}

type Environment = Record<string, string | undefined>;

const portOf = (env: Environment, name: string, fallback: number): number => {
  const text = env[name] ?? String(fallback);
  const port = Number(text);
  if (!/^\d{1,5}$/.test(text) || port < 1 || port > 65_535) {
    throw new WrongSetting(`${name}=${text} is not a port: write a number from 1 to 65535, for example ${name}=${fallback}`);
  }
  return port;
};

const urlOf = (name: string, text: string, protocols: string[], example: string): URL => {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (!url || !protocols.includes(url.protocol)) {
    throw new WrongSetting(`${name} is not an address that Parlor can use: write it like ${name}=${example}`);
  }
  return url;
};

const publicUrlOf = (env: Environment): string | null => {
  const text = env['PUBLIC_URL'];
  if (!text) return null;
  const url = urlOf('PUBLIC_URL', text, ['http:', 'https:'], 'https://parlor.example.org');
  if (url.pathname !== '/' || url.search || url.hash || url.username) {
    throw new WrongSetting(`PUBLIC_URL=${text} has more than an origin: write PUBLIC_URL=${url.protocol}//${url.host}`);
  }
  return url.origin;
};

const MAIL_EXAMPLE = 'smtp://user:password@mail.example.org:587';
const FROM_EXAMPLE = 'Parlor <parlor@example.org>';

const fromOf = (env: Environment): MailSettings['from'] => {
  const text = env['MAIL_FROM'];
  if (!text) throw new WrongSetting(`SMTP_URL needs MAIL_FROM as well: write the sender's address, like MAIL_FROM='${FROM_EXAMPLE}'`);
  const { name, inBrackets, alone } =
    /^(?:(?<name>[^<>\p{Cc}]*)<(?<inBrackets>[^<>]+)>|(?<alone>[^<>]+))$/u.exec(text.trim())?.groups ?? {};
  const address = inBrackets ?? alone ?? '';
  if (!/^[\w.!#$%&'*+/=?^`{|}~-]+@([a-z0-9-]+\.)*[a-z0-9-]+$/i.test(address)) {
    throw new WrongSetting(`MAIL_FROM=${text.replaceAll(/\p{Cc}/gu, ' ')} is not one address: write it like MAIL_FROM='${FROM_EXAMPLE}'`);
  }
  return { name: (name ?? '').trim().replace(/^"(.*)"$/, '$1'), address };
};

/** The parts of an address that may hold a password are never repeated. */
const mailOf = (env: Environment, publicUrl: string | null): MailSettings | null => {
  const text = env['SMTP_URL'];
  if (!text) return null;
  const wrong = new WrongSetting(`SMTP_URL is not an address that Parlor can use: write it like SMTP_URL=${MAIL_EXAMPLE}`);
  const { protocol, hostname, port, username, password, pathname, search, hash } = urlOf(
    'SMTP_URL',
    text,
    ['smtp:', 'smtps:'],
    MAIL_EXAMPLE,
  );
  if (!hostname || !['', '/'].includes(pathname) || search || hash || !username !== !password) throw wrong;
  const decode = (part: string): string => {
    try {
      return decodeURIComponent(part);
    } catch {
      throw wrong; // A `%` that is none: it must be written as %25.
    }
  };
  const from = fromOf(env);
  if (!publicUrl) {
    throw new WrongSetting(
      'SMTP_URL needs PUBLIC_URL as well, for the links in mails: write it like PUBLIC_URL=https://parlor.example.org',
    );
  }
  const isTls = protocol === 'smtps:';
  return {
    host: hostname.replace(/^\[(.*)\]$/, '$1'),
    port: port ? Number(port) : isTls ? 465 : 587,
    isTls,
    auth: username ? { user: decode(username), pass: decode(password) } : null,
    from,
  };
};

const ISSUER_EXAMPLE = 'https://id.example.org';
const OPENID_NAME_LENGTH = 60;

const openIdOf = (env: Environment): OpenIdSettings | null => {
  const issuer = env['OPENID_ISSUER'];
  if (!issuer) return null;
  const url = urlOf('OPENID_ISSUER', issuer, ['https:', 'http:'], ISSUER_EXAMPLE);
  // Whoever sits between the house and the provider could sign in as anybody.
  if (url.protocol === 'http:' && !['localhost', '127.0.0.1', '[::1]'].includes(url.hostname)) {
    throw new WrongSetting(`OPENID_ISSUER=${issuer} is not safe: write it with https, like OPENID_ISSUER=${ISSUER_EXAMPLE}`);
  }
  if (url.search || url.hash || url.username) {
    throw new WrongSetting(`OPENID_ISSUER=${issuer} has more than an address: write it like OPENID_ISSUER=${ISSUER_EXAMPLE}`);
  }
  const needed = (name: string): string => {
    const value = env[name];
    if (!value) throw new WrongSetting(`OPENID_ISSUER needs ${name} as well: write what the provider gave you for this house`);
    return value;
  };
  const name = env['OPENID_NAME'] || url.host;
  if (name.length > OPENID_NAME_LENGTH) {
    throw new WrongSetting(`OPENID_NAME is longer than ${OPENID_NAME_LENGTH} characters: write what fits on a button`);
  }
  return Object.freeze({ issuer, clientId: needed('OPENID_CLIENT_ID'), clientSecret: needed('OPENID_CLIENT_SECRET'), name });
};

/** The first address of this machine that other machines can reach; loopback on a machine without a network. */
const ownAddress = (): string => {
  const addresses = Object.values(networkInterfaces()).flatMap((list) => list ?? []);
  return addresses.find(({ family, internal }) => family === 'IPv4' && !internal)?.address ?? '127.0.0.1';
};

const mediaAddressOf = (env: Environment): string => {
  const text = env['MEDIA_ADDRESS'];
  if (!text) return ownAddress();
  const isHostName = /^(?=.{1,253}$)[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/i.test(text);
  if (isIP(text) === 0 && (!isHostName || /^[\d.]+$/.test(text))) {
    throw new WrongSetting(
      `MEDIA_ADDRESS=${text} is no IP address or host name: write the address that browsers can reach, like 203.0.113.7`,
    );
  }
  return text;
};

/** `10.0.0.1`, `10.0.0.0/8`, `fd00::/8`. */
const isNetwork = (text: string): boolean => {
  const [address = '', bits, ...rest] = text.split('/');
  const family = isIP(address);
  if (family === 0 || rest.length > 0) return false;
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (family === 6 ? 128 : 32));
};

const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'];

export const readConfig = (env: Environment): Config => {
  const publicUrl = publicUrlOf(env);
  const databaseUrl = env['DATABASE_URL'] || null;
  if (databaseUrl) urlOf('DATABASE_URL', databaseUrl, ['postgres:', 'postgresql:'], 'postgres://parlor:secret@localhost:5432/parlor');
  const workers = env['MEDIA_WORKERS'];
  if (workers && !/^([1-9]|[1-9]\d)$/.test(workers)) {
    throw new WrongSetting(`MEDIA_WORKERS=${workers} is not a number of workers: write 1 to 99, or leave it out for one per core`);
  }
  const trustedProxies = (env['TRUSTED_PROXIES'] ?? '')
    .split(',')
    .map((text) => text.trim())
    .filter(Boolean);
  for (const proxy of trustedProxies) {
    if (!isNetwork(proxy)) {
      throw new WrongSetting(`TRUSTED_PROXIES has ${proxy}, no IP address or network: write it like TRUSTED_PROXIES=127.0.0.1,10.0.0.0/8`);
    }
  }
  const logLevel = env['LOG_LEVEL'] || 'info';
  if (!LOG_LEVELS.includes(logLevel)) throw new WrongSetting(`LOG_LEVEL=${logLevel} is unknown: write one of ${LOG_LEVELS.join(', ')}`);
  return Object.freeze({
    port: portOf(env, 'PORT', 3000),
    host: env['HOST'] || '0.0.0.0',
    dataFolder: resolve(env['PARLOR_DATA'] || 'data'),
    publicUrl,
    isHttps: publicUrl?.startsWith('https:') ?? false,
    mediaPort: portOf(env, 'MEDIA_PORT', 40_000),
    mediaAddress: mediaAddressOf(env),
    mediaWorkers: workers ? Number(workers) : null,
    mail: mailOf(env, publicUrl),
    openId: openIdOf(env),
    databaseUrl,
    trustedProxies,
    logLevel,
  });
};
