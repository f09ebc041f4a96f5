// The round button that turns a microphone or camera off and on. Its name says what it does; a mark says that it cannot.
import Mic from 'lucide-react/icons/mic';
import MicOff from 'lucide-react/icons/mic-off';
import VideoIcon from 'lucide-react/icons/video';
import VideoOff from 'lucide-react/icons/video-off';
import type { Capture } from '../devices/capture.ts';
import { turn } from '../devices/devices.ts';
import { t } from '../i18n/i18n.ts';
import { RoundButton } from './RoundButton.tsx';
import { useDevice } from './use-device.ts';

const ICONS = { microphone: [MicOff, Mic], camera: [VideoOff, VideoIcon] } as const;

type Props = {
  capture: Capture;
  keys?: string;
  /** Whether one may be heard and seen here at all. */
  mayTurnOn?: boolean;
  className?: string;
};

export const DeviceToggle = ({ capture, keys, mayTurnOn = true, className }: Props) => {
  const device = useDevice(capture);
  const isOn = mayTurnOn && device.isOn;
  const problem = mayTurnOn ? device.problem : null;
  const { kind } = capture;
  const Icon = ICONS[kind][isOn ? 1 : 0];
  return (
    <RoundButton
      label={t(isOn ? `devices.${kind}Off` : `devices.${kind}On`)}
      look={isOn ? 'plain' : 'filled'}
      reason={mayTurnOn ? undefined : t('calls.mayNotSpeak')}
      onClick={() => turn(capture, !isOn)}
      {...(keys === undefined ? {} : { keys })}
      {...(className === undefined ? {} : { className })}
    >
      <Icon aria-hidden />
      {problem !== null && (
        <span
          aria-hidden
          className="absolute top-0 right-0 flex size-4 items-center justify-center rounded-full bg-lamp text-xs leading-none font-bold text-on-lamp"
        >
          !
        </span>
      )}
    </RoundButton>
  );
};
