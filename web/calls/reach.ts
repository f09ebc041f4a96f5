// Whether media gets through: watches both transports of a seat, restarts ICE when one falters, and says when nothing gets through at all.
import { atom, type ReadableAtom } from 'nanostores';
import type { Direction } from '../../protocol/media.ts';
import type { Step } from '../devices/reconcile.ts';
import type { Link } from './engine.ts';
import { createSeatLoop, type SeatContext } from './seat-loop.ts';

export type Reach =
  /** Nothing to carry yet, or all of it gets through. */
  | 'fine'
  /** A transport is on its way, for the first time or again. */
  | 'connecting'
  /** For `UNREACHABLE_MS` and more; still being tried. */
  | 'unreachable';

export type ReachWatch = {
  readonly $reach: ReadableAtom<Reach>;
  onLink(direction: Direction, link: Link): void;
  /** The network changed: do not wait until the transports notice. */
  networkChanged(): void;
  wake(): void;
  settled(): Promise<void>;
  close(): void;
};

/** A transport that is `disconnected` often comes back by itself within a second. */
const FALTER_MS = 1_000;
const UNREACHABLE_MS = 12_000;
const FIRST_RETRY_MS = 3_000;
const LAST_RETRY_MS = 24_000;

type Transport = { link: Link; isSick: boolean; retryMs: number; notBefore: number; cancel: () => void };

const DIRECTIONS = ['send', 'receive'] as const satisfies readonly Direction[];

export const createReachWatch = (deps: SeatContext & { restart: (direction: Direction) => Promise<void> }): ReachWatch => {
  const { clock, restart } = deps;
  const $reach = atom<Reach>('fine');
  const fresh = (): Transport => ({ link: 'new', isSick: false, retryMs: FIRST_RETRY_MS, notBefore: 0, cancel: () => {} });
  const transports: Record<Direction, Transport> = { send: fresh(), receive: fresh() };
  let cancelVerdict: (() => void) | null = null;

  const isFine = ({ link }: Transport): boolean => link === 'new' || link === 'connected';

  const judge = (): void => {
    if (DIRECTIONS.every((direction) => isFine(transports[direction]))) {
      cancelVerdict?.();
      cancelVerdict = null;
      $reach.set('fine');
      return;
    }
    if (cancelVerdict !== null) return;
    $reach.set('connecting');
    cancelVerdict = clock.after(UNREACHABLE_MS, () => $reach.set('unreachable'));
  };

  const fallSick = (transport: Transport): void => {
    transport.isSick = true;
    loop.wake();
  };

  const onLink = (direction: Direction, link: Link): void => {
    const transport = transports[direction];
    transport.link = link;
    transport.cancel();
    switch (link) {
      case 'connected':
        Object.assign(transport, fresh(), { link });
        break;
      case 'disconnected':
        transport.cancel = clock.after(FALTER_MS, () => fallSick(transport));
        break;
      case 'failed':
        fallSick(transport);
        break;
      case 'new':
      case 'connecting':
        break;
      default:
        link satisfies never;
    }
    judge();
  };

  const cure = async (direction: Direction): Promise<boolean> => {
    const transport = transports[direction];
    if (!transport.isSick) return false;
    if (clock.now() < transport.notBefore) return false;
    transport.isSick = false;
    transport.notBefore = clock.now() + transport.retryMs;
    // Should it not help, the next try comes later than this one did.
    transport.cancel();
    transport.cancel = clock.after(transport.retryMs, () => {
      if (!isFine(transport)) fallSick(transport);
    });
    transport.retryMs = Math.min(transport.retryMs * 2, LAST_RETRY_MS);
    try {
      await restart(direction);
    } catch (error) {
      transport.isSick = true;
      transport.notBefore = 0;
      throw error;
    }
    return true;
  };

  const step = async (): Promise<Step> => {
    const cured = await Promise.all(DIRECTIONS.map(cure));
    return cured.includes(true) ? 'again' : 'settled';
  };
  const loop = createSeatLoop(deps, step);

  return {
    $reach,
    onLink,
    networkChanged: () => {
      for (const direction of DIRECTIONS) {
        const transport = transports[direction];
        if (transport.link === 'new') continue;
        transport.notBefore = 0;
        transport.isSick = true;
      }
      loop.wake();
    },
    wake: loop.wake,
    settled: loop.settled,
    close: () => {
      cancelVerdict?.();
      for (const direction of DIRECTIONS) transports[direction].cancel();
      loop.close();
    },
  };
};
