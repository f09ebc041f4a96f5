// What a person would call the device that they sit at, to suggest it: "iPhone", "Mac", "Windows computer". Only a suggestion, so that a guess is
// good enough.
import { t, type SettingsMessageId } from '../../i18n/settings.ts';

/** The first that fits: Android calls itself Linux too, and an iPad calls itself a Mac, which is what it is then called. */
const DEVICES: [RegExp, SettingsMessageId][] = [
  [/\biPhone\b/, 'settings.device.iphone'],
  [/\biPad\b/, 'settings.device.ipad'],
  [/\bAndroid\b.*\bMobile\b/, 'settings.device.androidPhone'],
  [/\bAndroid\b/, 'settings.device.androidTablet'],
  [/\bCrOS\b/, 'settings.device.chromebook'],
  [/\bWindows\b/, 'settings.device.windows'],
  [/\bMacintosh\b|\bMac OS X\b/, 'settings.device.mac'],
  [/\bLinux\b/, 'settings.device.linux'],
];

export const deviceName = (userAgent: string): string =>
  t(DEVICES.find(([pattern]) => pattern.test(userAgent))?.[1] ?? 'settings.device.other');
