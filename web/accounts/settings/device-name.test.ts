import { expect, test } from 'vitest';
import { deviceName } from './device-name.ts';
import { inGroups, secretOf } from './totp-uri.ts';

test.each([
  ['Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 Version/18.5 Mobile/15E148 Safari/604.1', 'iPhone'],
  ['Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 Chrome/139.0.0.0 Mobile Safari/537.36', 'Android phone'],
  ['Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 Chrome/139.0.0.0 Safari/537.36', 'Android tablet'],
  ['Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Version/18.5 Safari/605.1.15', 'Mac'],
  ['Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/139.0.0.0 Safari/537.36', 'Windows computer'],
  ['Mozilla/5.0 (X11; Linux x86_64; rv:142.0) Gecko/20100101 Firefox/142.0', 'Linux computer'],
  ['curl/8', 'This device'],
])('%s is called %s', (userAgent, name) => expect(deviceName(userAgent)).toBe(name));

test('the secret of an authenticator, to be typed', () => {
  const uri = 'otpauth://totp/Parlor:ana%40example.org?secret=JBSWY3DPEHPK3PXPJB&issuer=Parlor&digits=6&period=30';
  expect(inGroups(secretOf(uri))).toBe('JBSW Y3DP EHPK 3PXP JB');
  expect(secretOf('otpauth://totp/x')).toBe('');
});
