// What a person turns on in a call, and what else may turn off: a moderator, or the loss of a right. Nothing in here turns anything on: only the person does.
import { computed, type ReadableAtom } from 'nanostores';
import type { TrackSource } from '../../protocol/calls.ts';
import { maySend } from '../../protocol/permissions.ts';
import type { Rights } from '../../protocol/rooms.ts';
import type { Capture } from '../devices/capture.ts';
import type { Screen } from './screen.ts';

export type Switch = {
  readonly $isOn: ReadableAtom<boolean>;
  /** Not remembered for the next call. `isForbidden`: the device is given back as well. */
  off(isForbidden: boolean): void;
};

export type Switches = Record<TrackSource, Switch>;

type Needs = {
  microphone: Pick<Capture, '$wish' | 'turn' | 'putAway'>;
  camera: Pick<Capture, '$wish' | 'turn' | 'putAway'>;
  screen: Pick<Screen, '$state' | 'stop' | 'stopSound'>;
};

const captureSwitch = ({ $wish, turn, putAway }: Needs['camera']): Switch => ({
  $isOn: computed($wish, ({ isOn }) => isOn),
  off: (isForbidden) => (isForbidden ? putAway() : turn(false)),
});

export const createSwitches = ({ microphone, camera, screen }: Needs): Switches => ({
  microphone: captureSwitch(microphone),
  camera: captureSwitch(camera),
  screen: { $isOn: computed(screen.$state, ({ kind }) => kind === 'sharing'), off: screen.stop },
  'screen-sound': {
    $isOn: computed(screen.$state, (state) => state.kind === 'sharing' && state.sound !== null),
    off: screen.stopSound,
  },
});

/** A screen goes with its sound, so it comes first. */
const SOURCES = ['microphone', 'camera', 'screen', 'screen-sound'] as const satisfies readonly TrackSource[];

/**
 * Keeps off what may not be sent, for as long as that is so: what stays wished for would go on by itself on the day that the right is given. `$rights`
 * is undefined while nobody knows, and then the server decides. `onForbidden` hears of what was on. The answer ends it.
 */
export const keepToRights = (
  $rights: ReadableAtom<Rights | undefined>,
  switches: Switches,
  onForbidden: (source: TrackSource) => void,
): (() => void) => {
  const check = (): void => {
    const rights = $rights.get();
    if (rights === undefined) return;
    for (const source of SOURCES) {
      if (maySend(source, rights) || !switches[source].$isOn.get()) continue;
      switches[source].off(true);
      onForbidden(source);
    }
  };
  const stops = [$rights.listen(check), ...SOURCES.map((source) => switches[source].$isOn.listen(check))];
  check();
  return () => stops.forEach((stop) => stop());
};
