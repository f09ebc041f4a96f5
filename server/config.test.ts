// Settings: what each wrong one says, in one line that names the setting and what to write instead.
import { isIP } from 'node:net';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readConfig, WrongSetting } from './config.ts';

describe('settings', () => {
  it('have defaults that open a house', () => {
    const { mediaAddress, ...rest } = readConfig({});
    expect(isIP(mediaAddress)).toBe(4);
    expect(rest).toEqual({
      port: 3000,
      host: '0.0.0.0',
      dataFolder: resolve('data'),
      publicUrl: null,
      isHttps: false,
      mediaPort: 40_000,
      mediaWorkers: null,
      mail: null,
      openId: null,
      databaseUrl: null,
      trustedProxies: [],
      logLevel: 'info',
    });
  });

  it('are read as they are written', () => {
    const config = readConfig({
      PORT: '8080',
      HOST: '127.0.0.1',
      PARLOR_DATA: '/var/lib/parlor',
      PUBLIC_URL: 'https://Parlor.Example.org:8443/',
      MEDIA_PORT: '50000',
      MEDIA_ADDRESS: 'media.example.org',
      MEDIA_WORKERS: '4',
      SMTP_URL: 'smtps://parlor:p%40ss%2Fword@mail.example.org',
      MAIL_FROM: '"The House" <parlor@example.org>',
      OPENID_ISSUER: 'https://id.example.org/realms/house',
      OPENID_CLIENT_ID: 'parlor',
      OPENID_CLIENT_SECRET: 'secret',
      OPENID_NAME: 'Sign in with Example',
      DATABASE_URL: 'postgres://parlor:secret@db:5432/parlor',
      TRUSTED_PROXIES: ' 127.0.0.1, 10.0.0.0/8 ,fd00::/8,',
      LOG_LEVEL: 'warn',
    });
    expect(config).toEqual({
      port: 8080,
      host: '127.0.0.1',
      dataFolder: '/var/lib/parlor',
      publicUrl: 'https://parlor.example.org:8443',
      isHttps: true,
      mediaPort: 50_000,
      mediaAddress: 'media.example.org',
      mediaWorkers: 4,
      mail: {
        host: 'mail.example.org',
        port: 465,
        isTls: true,
        auth: { user: 'parlor', pass: 'p@ss/word' },
        from: { name: 'The House', address: 'parlor@example.org' },
      },
      openId: {
        issuer: 'https://id.example.org/realms/house',
        clientId: 'parlor',
        clientSecret: 'secret',
        name: 'Sign in with Example',
      },
      databaseUrl: 'postgres://parlor:secret@db:5432/parlor',
      trustedProxies: ['127.0.0.1', '10.0.0.0/8', 'fd00::/8'],
      logLevel: 'warn',
    });
    expect(Object.isFrozen(config)).toBe(true);
  });

  it.each([
    'PUBLIC_URL',
    'MEDIA_ADDRESS',
    'MEDIA_WORKERS',
    'DATABASE_URL',
    'SMTP_URL',
    'MAIL_FROM',
    'TRUSTED_PROXIES',
    'LOG_LEVEL',
    'HOST',
    'PARLOR_DATA',
  ])('%s may be empty, which is as good as left out', (name) => {
    expect(readConfig({ [name]: '' })).toEqual(readConfig({}));
  });

  it.each<[string, string, RegExp]>([
    ['PORT', '0', /from 1 to 65535, for example PORT=3000/],
    ['PORT', '65536', /PORT=3000/],
    ['PORT', '-1', /PORT=3000/],
    ['PORT', '3000.5', /PORT=3000/],
    ['PORT', '0x50', /PORT=3000/],
    ['PORT', ' 80', /PORT=3000/],
    ['PORT', 'http', /PORT=3000/],
    ['PORT', '', /PORT=3000/],
    ['MEDIA_PORT', '99999', /MEDIA_PORT=40000/],
    ['PUBLIC_URL', 'parlor.example.org', /PUBLIC_URL=https:\/\/parlor.example.org/],
    ['PUBLIC_URL', 'ws://parlor.example.org', /PUBLIC_URL=https:\/\/parlor.example.org/],
    ['PUBLIC_URL', 'https://parlor.example.org/meet', /write PUBLIC_URL=https:\/\/parlor.example.org$/],
    ['PUBLIC_URL', 'https://parlor.example.org/?a=1', /write PUBLIC_URL=https:\/\/parlor.example.org$/],
    ['PUBLIC_URL', 'https://me@parlor.example.org', /write PUBLIC_URL=https:\/\/parlor.example.org$/],
    ['MEDIA_ADDRESS', 'http://203.0.113.7', /like 203.0.113.7/],
    ['MEDIA_ADDRESS', '203.0.113.700', /like 203.0.113.7/],
    ['MEDIA_ADDRESS', '203.0.113.7:40000', /like 203.0.113.7/],
    ['MEDIA_ADDRESS', 'two words', /like 203.0.113.7/],
    ['MEDIA_WORKERS', '0', /1 to 99, or leave it out/],
    ['MEDIA_WORKERS', '100', /1 to 99/],
    ['MEDIA_WORKERS', 'two', /1 to 99/],
    ['DATABASE_URL', 'mysql://db/parlor', /DATABASE_URL=postgres:\/\//],
    ['DATABASE_URL', 'parlor.sqlite', /DATABASE_URL=postgres:\/\//],
    ['TRUSTED_PROXIES', 'proxy.local', /TRUSTED_PROXIES=127.0.0.1,10.0.0.0\/8/],
    ['TRUSTED_PROXIES', '127.0.0.1,10.0.0', /TRUSTED_PROXIES=127.0.0.1/],
    ['TRUSTED_PROXIES', '10.0.0.0/33', /TRUSTED_PROXIES=127.0.0.1/],
    ['TRUSTED_PROXIES', '10.0.0.0/', /TRUSTED_PROXIES=127.0.0.1/],
    ['TRUSTED_PROXIES', '10.0.0.0/8/8', /TRUSTED_PROXIES=127.0.0.1/],
    ['TRUSTED_PROXIES', 'fd00::/129', /TRUSTED_PROXIES=127.0.0.1/],
    ['LOG_LEVEL', 'loud', /write one of trace, debug, info/],
  ])('%s=%s is refused', (name, value, hint) => {
    let message = '';
    try {
      readConfig({ [name]: value });
    } catch (error) {
      expect(error).toBeInstanceOf(WrongSetting);
      message = (error as Error).message;
    }
    expect(message).toMatch(new RegExp(`^${name}\\b`));
    expect(message).toMatch(hint);
    expect(message).not.toContain('\n');
  });

  const OPENID = { OPENID_ISSUER: 'https://id.example.org', OPENID_CLIENT_ID: 'parlor', OPENID_CLIENT_SECRET: 'secret' };

  it('an OpenID provider is called by its host unless it has a name, and may be on this machine in the clear', () => {
    expect(readConfig(OPENID).openId?.name).toBe('id.example.org');
    expect(readConfig({ ...OPENID, OPENID_ISSUER: 'http://127.0.0.1:8080' }).openId?.issuer).toBe('http://127.0.0.1:8080');
    expect(readConfig({ ...OPENID, OPENID_ISSUER: '' }).openId).toBe(null);
  });

  it.each<[string, Record<string, string>, RegExp]>([
    ['no address', { OPENID_ISSUER: 'id.example.org' }, /^OPENID_ISSUER .*OPENID_ISSUER=https:\/\/id.example.org$/],
    ['an address in the clear', { OPENID_ISSUER: 'http://id.example.org' }, /^OPENID_ISSUER=.* is not safe: write it with https/],
    ['a name that begins like this machine', { OPENID_ISSUER: 'http://127.0.0.1.evil.example' }, /is not safe/],
    ['a query', { OPENID_ISSUER: 'https://id.example.org/?a=1' }, /^OPENID_ISSUER=.* has more than an address/],
    ['a person', { OPENID_ISSUER: 'https://me@id.example.org/' }, /^OPENID_ISSUER=.* has more than an address/],
    ['no client', { OPENID_CLIENT_ID: '' }, /^OPENID_ISSUER needs OPENID_CLIENT_ID as well/],
    ['no secret', { OPENID_CLIENT_SECRET: '' }, /^OPENID_ISSUER needs OPENID_CLIENT_SECRET as well/],
    ['a long story on its button', { OPENID_NAME: 'x'.repeat(61) }, /^OPENID_NAME is longer than 60/],
  ])('an OpenID provider with %s is refused', (_what, settings, line) => {
    let message = '';
    try {
      readConfig({ ...OPENID, ...settings });
    } catch (error) {
      expect(error).toBeInstanceOf(WrongSetting);
      message = (error as Error).message;
    }
    expect(message).toMatch(line);
    expect(message).not.toContain('\n');
  });

  const MAIL = { SMTP_URL: 'smtp://mail.example.org', MAIL_FROM: 'parlor@example.org', PUBLIC_URL: 'https://parlor.example.org' };

  it('mail has the ports that it has everywhere, and a sender with or without a name', () => {
    const mailOf = (settings: Record<string, string>) => readConfig({ ...MAIL, ...settings }).mail;
    const from = { name: '', address: 'parlor@example.org' };
    expect(mailOf({})).toEqual({ host: 'mail.example.org', port: 587, isTls: false, auth: null, from });
    expect(mailOf({ SMTP_URL: 'smtps://[::1]' })).toMatchObject({ host: '::1', port: 465, isTls: true });
    expect(mailOf({ SMTP_URL: 'smtp://localhost:1025/' })).toMatchObject({ host: 'localhost', port: 1025, isTls: false });
    expect(mailOf({ MAIL_FROM: 'Die Stube <stube@example.org>' })?.from).toEqual({ name: 'Die Stube', address: 'stube@example.org' });
    expect(readConfig({ ...MAIL, SMTP_URL: '' }).mail).toBe(null);
  });

  it.each<[string, Record<string, string>, RegExp]>([
    ['another protocol', { SMTP_URL: 'https://mail.example.org' }, /^SMTP_URL .*write it like SMTP_URL=smtp:/],
    ['a name alone', { SMTP_URL: 'mail.example.org' }, /^SMTP_URL .*write it like SMTP_URL=smtp:/],
    ['no host', { SMTP_URL: 'smtp://' }, /^SMTP_URL .*write it like SMTP_URL=smtp:/],
    ['a path', { SMTP_URL: 'smtp://mail.example.org/inbox' }, /^SMTP_URL .*write it like SMTP_URL=smtp:/],
    ['options', { SMTP_URL: 'smtp://mail.example.org?pool=true' }, /^SMTP_URL .*write it like SMTP_URL=smtp:/],
    ['no password', { SMTP_URL: 'smtp://parlor@mail.example.org' }, /^SMTP_URL .*write it like SMTP_URL=smtp:/],
    ['a password that cannot be read', { SMTP_URL: 'smtp://parlor:100%@mail.example.org' }, /^SMTP_URL .*write it like SMTP_URL=smtp:/],
    ['no sender', { MAIL_FROM: '' }, /^SMTP_URL needs MAIL_FROM .*MAIL_FROM='Parlor <parlor@example.org>'$/],
    ['a name for a sender', { MAIL_FROM: 'Parlor' }, /^MAIL_FROM=Parlor is not one address: write it like MAIL_FROM=/],
    ['two senders', { MAIL_FROM: 'a@example.org, b@example.org' }, /^MAIL_FROM=.* is not one address/],
    ['a sender with a header behind it', { MAIL_FROM: 'a@example.org\r\nBcc: b@example.org' }, /^MAIL_FROM=.* is not one address/],
    ['no address of its own', { PUBLIC_URL: '' }, /^SMTP_URL needs PUBLIC_URL .*PUBLIC_URL=https:/],
  ])('mail with %s is refused', (_what, settings, line) => {
    const read = () => readConfig({ ...MAIL, ...settings });
    expect(read).toThrow(WrongSetting);
    expect(read).toThrow(line);
    expect(read).not.toThrow(/\n/);
  });

  it('never repeats a secret', () => {
    for (const url of ['http://parlor:hunter2@mail', 'smtp://parlor:hunter2@mail/path', 'smtp://parlor:hunter2%@mail']) {
      expect(() => readConfig({ ...MAIL, SMTP_URL: url })).toThrow(WrongSetting);
      expect(() => readConfig({ ...MAIL, SMTP_URL: url })).not.toThrow(/hunter2/);
    }
    expect(() => readConfig({ DATABASE_URL: 'mysql://parlor:hunter2@db/parlor' })).not.toThrow(/hunter2/);
    expect(() => readConfig({ DATABASE_URL: 'mysql://parlor:hunter2@db/parlor' })).toThrow(WrongSetting);
  });
});
