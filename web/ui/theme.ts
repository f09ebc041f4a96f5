// Light, dark, or as the system is. `web/public/theme.js` reads the same before the first picture.
import { atom, type ReadableAtom } from 'nanostores';
import { recall, remember } from './stored.ts';

export const THEMES = ['system', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

const known = recall('theme');
const $chosen = atom<Theme>(known === 'light' || known === 'dark' ? known : 'system');
export const $theme: ReadableAtom<Theme> = $chosen;

export const chooseTheme = (theme: Theme): void => {
  $chosen.set(theme);
  remember('theme', theme === 'system' ? null : theme);
  if (theme === 'system') delete document.documentElement.dataset['theme'];
  else document.documentElement.dataset['theme'] = theme;
};
