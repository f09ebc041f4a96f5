// The pickers of the devices, in a small window above the control bar.
import { useId, useLayoutEffect, useRef, useState } from 'react';
import ChevronUp from 'lucide-react/icons/chevron-up';
import { t } from '../i18n/i18n.ts';
import { place } from '../ui/place.ts';
import { DevicePickers } from './DevicePickers.tsx';
import { RoundButton } from './RoundButton.tsx';

export const DeviceMenu = () => {
  const id = useId();
  const panel = useRef<HTMLDivElement>(null);
  const opener = useRef<HTMLButtonElement>(null);
  const [isOpen, setOpen] = useState(false);
  useLayoutEffect(() => {
    if (!isOpen || panel.current === null || opener.current === null) return;
    place(panel.current, opener.current, 'above', 'centre');
    panel.current.querySelector('select')?.focus();
  }, [isOpen]);
  return (
    <>
      <RoundButton ref={opener} label={t('calls.devices')} popoverTarget={id} aria-expanded={isOpen} aria-haspopup="dialog">
        <ChevronUp aria-hidden />
      </RoundButton>
      <div
        ref={panel}
        id={id}
        popover="auto"
        role="dialog"
        aria-label={t('calls.devices')}
        onToggle={(event) => setOpen(event.newState === 'open')}
        className="call-panel fixed inset-auto m-0 w-80 max-w-[calc(100vw-16px)] rounded-card bg-surface p-4 text-fg shadow-float"
      >
        {isOpen && <DevicePickers />}
      </div>
    </>
  );
};
