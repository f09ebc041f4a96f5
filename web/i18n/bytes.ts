// Sizes as people read them: "812 B", "1.2 MB", "40 GB". Each step is 1,024 of the one before.
import { locale } from './i18n.ts';

const UNITS = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const;

export const formatBytes = (bytes: number): string => {
  let step = 0;
  let value = bytes;
  // What would be rounded to 1,024 of one unit is 1 of the next.
  while (value >= 1_023.5 && step < UNITS.length - 1) {
    value /= 1_024;
    step++;
  }
  const text = value.toLocaleString(locale, {
    style: 'unit',
    unit: UNITS[step]!,
    unitDisplay: step === 0 ? 'long' : 'short',
    maximumFractionDigits: value < 10 && step > 0 ? 1 : 0,
  });
  // A number and its unit stay on one line.
  return text.replace(' ', '\u00a0');
};
