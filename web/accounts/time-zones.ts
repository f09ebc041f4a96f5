// Time zones: which there are, where one is, and what time it is there. IANA names, as the browser knows them.

/** "GMT+2" at this moment; '' for a zone that this browser does not know. */
export const offsetIn = (timeZone: string, nowMs: number): string => {
  try {
    const parts = new Intl.DateTimeFormat('en', { timeZone, timeZoneName: 'shortOffset' }).formatToParts(nowMs);
    // Some say "GMT+0".
    return (parts.find(({ type }) => type === 'timeZoneName')?.value ?? '').replace(/\+0$/, '');
  } catch {
    return ''; // A RangeError is how it says that there is no such zone.
  }
};

/** How far its clocks are ahead of UTC at this moment; null for a zone that this browser does not know. */
export const minutesAhead = (timeZone: string, nowMs: number): number | null => {
  const [, sign, hours = '0', minutes = '0'] = /^GMT(?:([+-])(\d{1,2})(?::(\d{2}))?)?$/.exec(offsetIn(timeZone, nowMs)) ?? [];
  if (offsetIn(timeZone, nowMs) === '') return null;
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
};

/** "Europe/Berlin" is "Berlin"; "America/Argentina/Salta" is "Salta". */
export const cityOf = (timeZone: string): string => (timeZone.split('/').at(-1) ?? timeZone).replaceAll('_', ' ');
/** "Europe", "America, Argentina"; '' for what has none. */
export const regionOf = (timeZone: string): string => timeZone.split('/').slice(0, -1).join(', ').replaceAll('_', ' ');

/** Browsers list some places by names that nobody looks for any more. */
const NAMES_OF_TODAY: Record<string, string> = {
  'America/Buenos_Aires': 'America/Argentina/Buenos_Aires',
  'America/Catamarca': 'America/Argentina/Catamarca',
  'America/Cordoba': 'America/Argentina/Cordoba',
  'America/Godthab': 'America/Nuuk',
  'America/Indianapolis': 'America/Indiana/Indianapolis',
  'America/Jujuy': 'America/Argentina/Jujuy',
  'America/Louisville': 'America/Kentucky/Louisville',
  'America/Mendoza': 'America/Argentina/Mendoza',
  'Asia/Calcutta': 'Asia/Kolkata',
  'Asia/Katmandu': 'Asia/Kathmandu',
  'Asia/Rangoon': 'Asia/Yangon',
  'Asia/Saigon': 'Asia/Ho_Chi_Minh',
  'Atlantic/Faeroe': 'Atlantic/Faroe',
  'Europe/Kiev': 'Europe/Kyiv',
  'Pacific/Enderbury': 'Pacific/Kanton',
  'Pacific/Ponape': 'Pacific/Pohnpei',
  'Pacific/Truk': 'Pacific/Chuuk',
};

/** The same place by its name of today, where this browser knows it. */
export const ofToday = (timeZone: string): string => {
  const name = NAMES_OF_TODAY[timeZone];
  return name !== undefined && minutesAhead(name, Date.now()) !== null ? name : timeZone;
};

/** By the settings of this machine. */
export const ownTimeZone = (): string => ofToday(new Intl.DateTimeFormat().resolvedOptions().timeZone);

/** Every zone there is, by city, with those that are the person's own in any case. */
export const allTimeZones = (also: readonly (string | null)[]): string[] => {
  const known = new Set(['UTC', ...Intl.supportedValuesOf('timeZone').map(ofToday), ...also.filter((zone) => zone !== null)]);
  return [...known].toSorted((a, b) => cityOf(a).localeCompare(cityOf(b)));
};
