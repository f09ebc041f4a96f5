// A network namespace behind a slow link (link.c): this machine is at one end, a browser started inside the namespace at the other.
// Needs Linux, root, /dev/net/tun, `ip` and a C compiler; says what is missing where something is.
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { accessSync, constants, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '../load/command.ts';

/** `delayMs` one way; what is left out is none. */
export type Weather = {
  delayMs: number;
  jitterMs?: number;
  lossPercent?: number;
  burstLength?: number;
  rateKbit?: number;
  queueMs?: number;
  seed?: number;
};

export type Link = {
  /** Of this machine, as the far side sees it. */
  readonly address: string;
  /** A program that runs `program` on the far side, with the arguments that it is given. */
  wrap(program: string): string;
  close(): void;
};

const MTU = '1400';

/** null where it can be had; else what is missing. */
export const whyNoLink = (): string | null => {
  if (process.platform !== 'linux') return 'this is not Linux';
  if (process.getuid?.() !== 0) return 'this user is not root';
  for (const [program, flag] of [
    ['ip', '-V'],
    ['gcc', '--version'],
  ] as const) {
    if (spawnSync(program, [flag], { stdio: 'ignore' }).status !== 0) return `there is no ${program}`;
  }
  try {
    accessSync('/dev/net/tun', constants.R_OK | constants.W_OK);
    return null;
  } catch {
    return 'there is no /dev/net/tun';
  }
};

const run = (program: string, ...args: string[]): void => {
  const { status, stderr } = spawnSync(program, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${program} ${args.join(' ')}: ${stderr}`);
};

export const openLink = async (weather: Weather): Promise<Link> => {
  const { delayMs, jitterMs = 0, lossPercent = 0, burstLength = 1, rateKbit = 0, queueMs = 0, seed = 1 } = weather;
  const folder = temporaryFolder();
  const program = join(folder, 'link');
  run('gcc', '-O2', '-o', program, join(import.meta.dirname, 'link.c'));
  // Names and addresses of its own: another bench may have a link open.
  const mark = process.pid % 250;
  const [near, far, space] = [`near${mark}`, `far${mark}`, `parlor${mark}`];
  const [address, farAddress] = [`10.77.${mark}.1`, `10.77.${mark}.2`];
  const figures = [delayMs, jitterMs, lossPercent, burstLength, rateKbit, queueMs, seed].map(String);
  const child = spawn(program, [near, far, ...figures], { stdio: ['ignore', 'pipe', 'inherit'] });
  let isOpen = true;
  const close = () => {
    if (!isOpen) return;
    isOpen = false;
    child.kill('SIGKILL');
    spawnSync('ip', ['netns', 'del', space]);
  };
  process.on('exit', close);
  const isUp = await Promise.race([once(child.stdout, 'data').then(() => true), once(child, 'exit').then(() => false)]);
  if (!isUp) throw new Error('the link did not start');
  run('ip', 'netns', 'add', space);
  run('ip', 'link', 'set', far, 'netns', space);
  run('ip', 'addr', 'add', address, 'peer', farAddress, 'dev', near);
  run('ip', 'link', 'set', near, 'up', 'mtu', MTU);
  run('ip', '-n', space, 'addr', 'add', farAddress, 'peer', address, 'dev', far);
  run('ip', '-n', space, 'link', 'set', far, 'up', 'mtu', MTU);
  run('ip', '-n', space, 'link', 'set', 'lo', 'up');
  return {
    address,
    wrap(inner) {
      const path = join(folder, 'wrapped');
      writeFileSync(path, `#!/bin/sh\nexec ip netns exec ${space} ${inner} "$@"\n`, { mode: 0o755 });
      return path;
    },
    close,
  };
};
