// Where somebody's clock is: nowhere, here, or any place there is, found by its name or by how far it is from Greenwich.
import { useMemo, useState } from 'react';
import { formatTimeIn } from '../../i18n/format.ts';
import { t } from '../../i18n/profile.ts';
import { Combobox, type Option } from '../../ui/Combobox.tsx';
import { allTimeZones, cityOf, offsetIn, ownTimeZone, regionOf } from '../time-zones.ts';

type Props = { value: string | null; error: string | undefined; onChange(timeZone: string | null): void };

const labelOf = (zone: string): string => {
  const region = regionOf(zone);
  return region === '' ? cityOf(zone) : `${cityOf(zone)}, ${region}`;
};

export const TimeZoneField = ({ value, error, onChange }: Props) => {
  const [nowMs] = useState(() => Date.now());
  const here = ownTimeZone();
  const options = useMemo((): Option<string | null>[] => {
    const hintOf = (zone: string) =>
      [offsetIn(zone, nowMs), offsetIn(zone, nowMs) && formatTimeIn(zone, nowMs)].filter(Boolean).join(' · ');
    const rest = allTimeZones([value]).filter((zone) => zone !== here);
    return [
      { value: null, label: t('profile.timeZone.none') },
      { value: here, label: t('profile.timeZone.here', { place: labelOf(here) }), hint: hintOf(here) },
      ...rest.map((zone) => ({ value: zone, label: labelOf(zone), hint: hintOf(zone) })),
    ];
  }, [value, here, nowMs]);
  return (
    <Combobox
      label={t('profile.timeZone')}
      hint={t('profile.timeZone.hint')}
      error={error}
      value={value}
      options={options}
      none={t('profile.timeZone.unknown')}
      onChange={onChange}
    />
  );
};
