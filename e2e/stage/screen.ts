// What a screen is to those who photograph it and to axe: a name, who sees it, and the way to it.
import type { Person } from './cast.ts';

export type Screen = {
  name: string;
  /** Signed-out screens are shown to a stranger. A guest is a stranger who comes in by a link. */
  who: 'stranger' | 'guest' | 'alice';
  show(person: Person): Promise<void>;
};

/** Nothing moves and no colour changes any more. */
export const settled = ({ page }: Person) =>
  page.evaluate(() =>
    Promise.all(
      document
        .getAnimations()
        .filter((animation) => animation.effect?.getComputedTiming().endTime !== Infinity)
        .map((animation) => animation.finished.catch(() => {})),
    ),
  );

/** At an address, once it shows a sign of being there. */
export const opened =
  (path: string, sign: string): Screen['show'] =>
  async (person) => {
    await person.page.goto(path);
    await person.page.getByText(sign).filter({ visible: true }).first().waitFor();
    await settled(person);
  };
