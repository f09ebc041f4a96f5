// What is plugged in, kept up to date. Browsers give names only once the person has let the page use a device of the kind.
import { atom, type ReadableAtom } from 'nanostores';

export type DeviceEntry = { id: string; name: string };
export type DeviceList = {
  microphones: readonly DeviceEntry[];
  cameras: readonly DeviceEntry[];
  speakers: readonly DeviceEntry[];
};

export const NO_DEVICES: DeviceList = { microphones: [], cameras: [], speakers: [] };

/** Chrome lists the default device twice, under these; the pickers have a choice of their own for it. */
const ALIASES = new Set(['', 'default', 'communications']);

export const listOf = (infos: readonly Pick<MediaDeviceInfo, 'deviceId' | 'kind' | 'label'>[]): DeviceList => {
  const of = (kind: MediaDeviceKind): DeviceEntry[] =>
    infos
      .filter((info) => info.kind === kind && !ALIASES.has(info.deviceId))
      // Vendor and product ids, "(046d:0825)", that Chrome appends.
      .map((info) => ({ id: info.deviceId, name: info.label.replace(/\s*\([0-9a-f]{4}:[0-9a-f]{4}\)$/i, '') }));
  return { microphones: of('audioinput'), cameras: of('videoinput'), speakers: of('audiooutput') };
};

export type DeviceWatch = {
  readonly $list: ReadableAtom<DeviceList>;
  /** Asks the browser anew: after a permission was given, names appear without a `devicechange`. */
  refresh(): Promise<void>;
};

export const watchDevices = (media: Pick<MediaDevices, 'enumerateDevices' | 'addEventListener'> | undefined): DeviceWatch => {
  const $list = atom(NO_DEVICES);
  const refresh = async (): Promise<void> => {
    if (media === undefined) return;
    try {
      $list.set(listOf(await media.enumerateDevices()));
    } catch {
      // Firefox refuses while the page is hidden; the next change tells.
    }
  };
  media?.addEventListener('devicechange', () => void refresh());
  return { $list, refresh };
};
