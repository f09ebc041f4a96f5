// One tooltip for the whole page: it follows whatever carries `data-tip` (and `data-keys`, a shortcut) under the pointer or the keyboard's
// focus. Not for fingers: they have no hover. The words are also the accessible name of what they belong to, so it is hidden from readers.
import { useEffect, useRef } from 'react';
import { place } from './place.ts';

const WAIT_MS = 450;
/** Moving from one to the next shows it at once. */
const WARM_MS = 300;

const Tooltips = () => {
  const tip = useRef<HTMLDivElement>(null);
  useEffect(() => follow(tip.current!), []);
  return (
    <div
      ref={tip}
      popover="manual"
      aria-hidden
      className="tooltip pointer-events-none fixed inset-auto m-0 max-w-80 rounded-control bg-ink px-2 py-1 text-xs text-on-ink shadow-float"
    />
  );
};

export default Tooltips;

const follow = (tip: HTMLElement): (() => void) => {
  const stop = new AbortController();
  let timer = 0;
  let shownFor: Element | null = null;
  let hiddenAt = 0;

  const show = (owner: HTMLElement) => {
    if (!owner.isConnected || owner.getAttribute('aria-expanded') === 'true') return;
    const keys = owner.dataset['keys'];
    tip.textContent = owner.dataset['tip'] ?? '';
    if (keys) {
      const key = document.createElement('kbd');
      key.textContent = keys;
      key.className = 'ml-2 font-sans opacity-70';
      tip.append(key);
    }
    if (tip.matches(':popover-open')) tip.hidePopover();
    tip.showPopover();
    place(tip, owner, 'above', 'centre');
    shownFor = owner;
  };
  const hide = () => {
    clearTimeout(timer);
    if (!shownFor) return;
    tip.hidePopover();
    shownFor = null;
    hiddenAt = performance.now();
  };
  const ownerOf = (event: Event): HTMLElement | null =>
    event.target instanceof Element ? event.target.closest<HTMLElement>('[data-tip]') : null;

  const listen = (type: string, listener: (event: Event) => void) =>
    document.addEventListener(type, listener, { capture: true, passive: true, signal: stop.signal });
  listen('pointerover', (event) => {
    const owner = ownerOf(event);
    if (owner === shownFor && owner) return;
    hide();
    if (!owner || (event as PointerEvent).pointerType === 'touch') return;
    timer = window.setTimeout(() => show(owner), performance.now() - hiddenAt < WARM_MS ? 0 : WAIT_MS);
  });
  listen('focusin', (event) => {
    const owner = ownerOf(event);
    if (owner?.matches(':focus-visible')) timer = window.setTimeout(() => show(owner), WAIT_MS);
  });
  for (const type of ['focusout', 'pointerdown', 'keydown', 'scroll']) listen(type, hide);
  return () => {
    hide();
    stop.abort();
  };
};
