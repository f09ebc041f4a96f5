// Says in passing what moderators did to one's own part in the call: something is off, or one may speak (no longer). The way back on stands
// beside it, where there is one.
import { useEffect } from 'react';
import { camera, microphone, turn } from '../devices/devices.ts';
import { t } from '../i18n/i18n.ts';
import { nameOf } from '../i18n/names.ts';
import { notify } from '../ui/toasts.ts';
import { onTurnedOff, type LiveCall, type TurnedOff } from './calls.ts';

const tell = ({ source, by, isForbidden }: TurnedOff): void => {
  switch (source) {
    case 'microphone':
    case 'camera': {
      // What is no longer allowed is said once, for both.
      if (isForbidden) return;
      const capture = source === 'microphone' ? microphone : camera;
      const words = by ? t(`calls.turnedOff.${source}`, { name: nameOf(by) }) : t(`calls.isOff.${source}`);
      return notify(words, { action: { label: t(`devices.${source}On`), run: () => turn(capture, true) } });
    }
    case 'screen':
      return notify(
        isForbidden ? t('calls.mayNotShareNow') : by ? t('calls.turnedOff.screen', { name: nameOf(by) }) : t('calls.isOff.screen'),
      );
    case 'screen-sound':
      // Goes with the screen.
      return;
    default:
      source satisfies never;
  }
};

export const useModerationNotices = (call: LiveCall): void => {
  useEffect(() => {
    let before = call.$rights.get();
    const stops = [
      onTurnedOff((off) => off.roomId === call.roomId && tell(off)),
      call.$rights.listen((rights) => {
        if (rights && before && rights.maySpeak !== before.maySpeak) {
          if (!rights.maySpeak) notify(t('calls.mayNotSpeakNow'));
          else notify(t('calls.maySpeakNow'), { action: { label: t('devices.microphoneOn'), run: () => turn(microphone, true) } });
        }
        before = rights ?? before;
      }),
    ];
    return () => stops.forEach((stop) => stop());
  }, [call]);
};
