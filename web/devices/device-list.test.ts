import { expect, test, vi } from 'vitest';
import { listOf, watchDevices } from './device-list.ts';

const info = (kind: MediaDeviceKind, deviceId: string, label = '') => ({ kind, deviceId, label });

test('lists each device once, without the aliases and numbers that Chrome adds', () => {
  const list = listOf([
    info('audioinput', 'default', 'Default - Headset'),
    info('audioinput', 'communications', 'Communications - Headset'),
    info('audioinput', 'a1', 'Headset (046d:0825)'),
    info('videoinput', 'v1', 'HD Webcam (Front)'),
    info('audiooutput', 's1', 'Speakers'),
  ]);
  expect(list).toEqual({
    microphones: [{ id: 'a1', name: 'Headset' }],
    cameras: [{ id: 'v1', name: 'HD Webcam (Front)' }],
    speakers: [{ id: 's1', name: 'Speakers' }],
  });
});

test('devices without an id, as listed before a permission, are left out', () => {
  expect(listOf([info('videoinput', '')]).cameras).toEqual([]);
});

test('follows what is plugged in', async () => {
  const infos = [info('audioinput', 'a1', 'Headset')];
  let change = () => {};
  const watch = watchDevices({
    enumerateDevices: async () => infos as MediaDeviceInfo[],
    addEventListener: (_: string, listener: unknown) => {
      change = listener as () => void;
    },
  });
  infos.push(info('videoinput', 'v1', 'Webcam'));
  const seen = vi.fn();
  watch.$list.listen(seen);
  change();
  await vi.waitFor(() => expect(seen).toHaveBeenCalled());
  expect(watch.$list.get().cameras).toEqual([{ id: 'v1', name: 'Webcam' }]);
});
