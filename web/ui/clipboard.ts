// Copies text. `text` may still be under way: some browsers (Safari) let a page write to the clipboard only while a click is handled, and
// take a promise for that. Where there is no clipboard (pages opened over http), the old command is tried.

/** Answers whether it is copied. Rejects when `text` does. */
export const copyText = async (text: string | Promise<string>): Promise<boolean> => {
  const { clipboard } = navigator as { clipboard?: Clipboard };
  try {
    if (typeof text !== 'string' && clipboard && typeof ClipboardItem === 'function') {
      const blob = text.then((written) => new Blob([written], { type: 'text/plain' }));
      await clipboard.write([new ClipboardItem({ 'text/plain': blob })]);
      return true;
    }
    if (typeof text === 'string' && clipboard) {
      await clipboard.writeText(text);
      return true;
    }
  } catch {
    // Not allowed, or `text` failed: the latter comes out below.
  }
  return copyByHand(await text);
};

const copyByHand = (text: string): boolean => {
  const area = document.createElement('textarea');
  area.value = text;
  area.readOnly = true;
  area.style.cssText = 'position: fixed; opacity: 0';
  const focused = document.activeElement;
  // Within the dialog, if one is open: nothing outside it can be selected.
  ([...document.querySelectorAll('dialog[open]')].at(-1) ?? document.body).append(area);
  area.select();
  try {
    // oxlint-disable-next-line typescript/no-deprecated -- all there is where there is no clipboard
    return document.execCommand('copy');
  } catch {
    return false;
  } finally {
    area.remove();
    if (focused instanceof HTMLElement) focused.focus();
  }
};
