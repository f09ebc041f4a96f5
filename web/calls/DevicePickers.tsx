// Which microphone, camera and speaker: the browser's own lists, with the microphone's level beside its name.
import { useId, type ReactNode } from 'react';
import { useStore } from '@nanostores/react';
import type { DeviceEntry } from '../devices/device-list.ts';
import { $deviceList, $preferences, camera, canChooseSpeaker, choose, chooseSpeaker, microphone } from '../devices/devices.ts';
import { t } from '../i18n/i18n.ts';
import { Meter } from './Meter.tsx';
import { useDevice } from './use-device.ts';

export const DevicePickers = () => {
  const { microphones, cameras, speakers } = useStore($deviceList);
  const { microphoneId, cameraId, speakerId } = useStore($preferences);
  const { track } = useDevice(microphone);
  return (
    <div className="flex flex-col gap-4">
      <Picker label={t('devices.microphone')} entries={microphones} chosen={microphoneId} onChoose={(id) => choose(microphone, id)}>
        <Meter track={track} />
      </Picker>
      <Picker label={t('devices.camera')} entries={cameras} chosen={cameraId} onChoose={(id) => choose(camera, id)} />
      {canChooseSpeaker && speakers.length > 0 && (
        <Picker label={t('devices.speaker')} entries={speakers} chosen={speakerId} onChoose={chooseSpeaker} />
      )}
    </div>
  );
};

type PickerProps = {
  label: string;
  entries: readonly DeviceEntry[];
  chosen: string | null;
  onChoose(id: string | null): void;
  children?: ReactNode;
};

const Picker = ({ label, entries, chosen, onChoose, children }: PickerProps) => {
  const id = useId();
  // A device that is not plugged in now stays the choice; meanwhile the default is used.
  const value = entries.some((entry) => entry.id === chosen) ? (chosen ?? '') : '';
  return (
    <div className="flex flex-col gap-1">
      <div className="flex items-center gap-3">
        <label htmlFor={id} className="text-sm font-medium">
          {label}
        </label>
        {children}
      </div>
      <select
        id={id}
        value={value}
        disabled={entries.length === 0}
        onChange={({ target }) => onChoose(target.value === '' ? null : target.value)}
        className="h-target w-full min-w-0 truncate rounded-control border border-edge bg-surface px-2 text-fg transition-feedback hover:border-soft disabled:border-line disabled:text-soft"
      >
        <option value="">{t('devices.default')}</option>
        {entries.map((entry) => (
          <option key={entry.id} value={entry.id}>
            {entry.name || t('devices.another')}
          </option>
        ))}
      </select>
    </div>
  );
};
