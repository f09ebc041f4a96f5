// What is the matter with the devices before a call, in plain words, each with the one thing that helps.
import type { Capture } from '../devices/capture.ts';
import { camera, microphone } from '../devices/devices.ts';
import { t } from '../i18n/i18n.ts';
import { useDevice, type DeviceView } from './use-device.ts';

export const DeviceNotes = () => {
  const voice = useDevice(microphone);
  const picture = useDevice(camera);
  const isInsecure = voice.problem === 'insecure' || picture.problem === 'insecure';
  return (
    <div role="status" className="flex flex-col gap-2 text-sm empty:hidden">
      {isInsecure ? (
        <p className="rounded-control bg-lamp-soft px-3 py-2">{t('devices.insecure')}</p>
      ) : (
        <>
          <Note capture={microphone} view={voice} />
          <Note capture={camera} view={picture} />
        </>
      )}
    </div>
  );
};

const Note = ({ capture, view: { problem } }: { capture: Capture; view: DeviceView }) => {
  if (problem === null || problem === 'insecure') return null;
  return (
    <p className="flex items-center gap-3 rounded-control bg-lamp-soft py-2 pr-2 pl-3">
      <span className="flex-1">{`${t(`devices.${problem}.${capture.kind}`)} ${t('devices.without')}`}</span>
      <button
        type="button"
        className="min-h-8 shrink-0 rounded-control px-2 font-medium underline underline-offset-4 hover:bg-hover"
        onClick={capture.retry}
      >
        {t('devices.retry')}
      </button>
    </p>
  );
};
