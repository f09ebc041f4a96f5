// Why a device cannot be had, in the few kinds that a person can do something about.

export type DeviceKind = 'microphone' | 'camera';

/**
 * `denied`: the person or their browser said no. `missing`: there is none. `busy`: another program has it, or it failed.
 * `insecure`: the page came over plain http, where browsers offer no devices at all.
 */
export type DeviceProblem = 'denied' | 'missing' | 'busy' | 'insecure';

/** `getUserMedia` does not exist on insecure origins; see https://w3c.github.io/mediacapture-main/#dom-navigator-mediadevices */
export class Insecure extends Error {
  constructor() {
    super('this origin is not secure');
    this.name = 'Insecure';
  }
}

const nameOf = (error: unknown): string => (error instanceof Error ? error.name : '');

export const problemOf = (error: unknown): DeviceProblem => {
  switch (nameOf(error)) {
    case 'Insecure':
      return 'insecure';
    case 'NotAllowedError':
    case 'SecurityError':
      return 'denied';
    case 'NotFoundError':
    case 'OverconstrainedError':
      return 'missing';
    default:
      return 'busy';
  }
};
