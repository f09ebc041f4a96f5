// The shortcuts of a call, and how they are written on this machine.
import { useEffect } from 'react';
import { camera, microphone, turn } from '../devices/devices.ts';
import type { Capture } from '../devices/capture.ts';
import { viewOf } from './use-device.ts';

const isApple = /^(Mac|iP)/.test(navigator.platform);
const written = (letter: string): string => (isApple ? `⌘${letter}` : `Ctrl+${letter}`);

/** The same as in Google Meet, where many people's fingers have learnt them. */
export const KEYS = { microphone: written('D'), camera: written('E') } as const;

const isWriting = ({ target }: KeyboardEvent): boolean =>
  target instanceof HTMLElement && target.closest('input, textarea, select, [contenteditable]:not([contenteditable=false])') !== null;

const toggle = (capture: Capture): void => turn(capture, !viewOf(capture.$wish.get().isOn, capture.$state.get()).isOn);

/** While mounted, for those who may be heard. Not while somebody writes: there these keys may mean something else. */
export const useDeviceKeys = (mayTurnOn: boolean): void => {
  useEffect(() => {
    if (!mayTurnOn) return;
    const onKey = (event: KeyboardEvent): void => {
      const isCommand = isApple ? event.metaKey && !event.ctrlKey : event.ctrlKey && !event.metaKey;
      if (!isCommand || event.altKey || event.shiftKey || event.repeat || isWriting(event)) return;
      const key = event.key.toLowerCase();
      if (key !== 'd' && key !== 'e') return;
      event.preventDefault();
      toggle(key === 'd' ? microphone : camera);
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, [mayTurnOn]);
};
