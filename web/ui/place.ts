// Puts something of the top layer beside what it belongs to, and keeps it within the window.
const GAP = 6;
const MARGIN = 8;

export const place = (floating: HTMLElement, anchor: HTMLElement, side: 'above' | 'below', align: 'start' | 'centre' = 'start'): void => {
  const box = anchor.getBoundingClientRect();
  const { offsetWidth: width, offsetHeight: height } = floating;
  const fitsBelow = box.bottom + GAP + height + MARGIN <= innerHeight;
  const fitsAbove = box.top - GAP - height >= MARGIN;
  const isAbove = side === 'above' ? fitsAbove || !fitsBelow : !fitsBelow && fitsAbove;
  const isAtEnd = align === 'start' && box.left + width + MARGIN > innerWidth;
  const left = align === 'centre' ? box.left + box.width / 2 - width / 2 : isAtEnd ? box.right - width : box.left;
  floating.style.left = `${Math.max(MARGIN, Math.min(left, innerWidth - width - MARGIN))}px`;
  const top = isAbove ? box.top - GAP - height : box.bottom + GAP;
  // What fits on neither side lies over what it belongs to.
  floating.style.top = `${Math.max(MARGIN, Math.min(top, innerHeight - height - MARGIN))}px`;
};
