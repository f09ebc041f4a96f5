// Where the media worker comes from: the order of the ways, the prebuilt download against a server of our own, and the lock.
import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { doesRun, findCached, placesFor } from './cache.mjs';
import { withLock } from './lock.mjs';
import { downloadWorker, prebuiltUrl } from './prebuilt.mjs';
import { provideWorker } from './provide.mjs';

const root = join(import.meta.dirname, '..');
/** Behaves like the worker run by hand: it misses its parent. */
const WORKING = '#!/bin/sh\nexit 41\n';
/** Behaves like one whose libraries are missing. */
const BROKEN = '#!/bin/sh\nexit 127\n';

let folder;
let env;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'worker-'));
  env = { XDG_CACHE_HOME: folder };
});
afterEach(() => rmSync(folder, { recursive: true }));

const writeWorker = (path, text) => {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
  chmodSync(path, 0o755);
  return path;
};

describe('the order of the ways', () => {
  const ways = (cached, download) => {
    const asked = [];
    const way = (name, answer) => () => {
      asked.push(name);
      return answer();
    };
    return {
      asked,
      findCached: way('cache', () => cached),
      downloadWorker: way('download', download),
      buildWorker: way('build', async () => '/built'),
    };
  };
  const found = async () => '/downloaded';
  const unreachable = () => Promise.reject(new Error('no network'));

  it.each([
    ['a kept one', '/kept', found, '/kept', ['cache']],
    ['a prebuilt one', null, found, '/downloaded', ['cache', 'download']],
    ['one built here', null, unreachable, '/built', ['cache', 'download', 'build']],
  ])('%s', async (_, cached, download, expected, asked) => {
    const given = ways(cached, download);
    expect(await provideWorker(root, env, given)).toBe(expected);
    expect(given.asked).toEqual(asked);
  });

  it('the one that the environment names, before all others', async () => {
    const given = ways('/kept', found);
    const own = writeWorker(join(folder, 'own'), WORKING);
    expect(await provideWorker(root, { ...env, MEDIASOUP_WORKER_BIN: own }, given)).toBe(own);
    expect(given.asked).toEqual([]);
  });

  it('says so when the environment names what cannot be run', async () => {
    const given = { ...env, MEDIASOUP_WORKER_BIN: join(folder, 'nothing') };
    await expect(provideWorker(root, given, ways(null, found))).rejects.toThrow(/MEDIASOUP_WORKER_BIN is .*nothing/);
  });
});

describe('the cache', () => {
  it('has no worker that does not run', () => {
    const { built, prebuilt } = placesFor(root, env);
    expect(findCached(root, env)).toBe(null);
    writeWorker(prebuilt, BROKEN);
    expect(findCached(root, env)).toBe(null);
    writeWorker(built, WORKING);
    expect(findCached(root, env)).toBe(built);
  });
});

describe('the prebuilt worker', () => {
  let server;
  let requested;
  const serve = async (answer) => {
    requested = [];
    server = createServer((request, response) => {
      requested.push(request.url);
      answer(response);
    });
    await new Promise((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
    env.MEDIASOUP_WORKER_PREBUILT_DOWNLOAD_BASE_URL = `http://127.0.0.1:${server.address().port}/releases`;
  };
  afterEach(() => {
    server?.closeAllConnections();
    server?.close();
  });
  const archiveOf = (text) => {
    writeWorker(join(folder, 'mediasoup-worker'), text);
    return execFileSync('tar', ['-cz', '-C', folder, 'mediasoup-worker']);
  };

  it('is asked for at the address that mediasoup uses', () => {
    const url = prebuiltUrl(root, {}, { platform: 'darwin', arch: 'arm64' });
    const { version } = JSON.parse(readFileSync(join(root, 'node_modules/mediasoup/package.json'), 'utf8'));
    const release = 'https://github.com/versatica/mediasoup/releases/download';
    expect(url).toBe(`${release}/${version}/mediasoup-worker-${version}-darwin-arm64.tgz`);
  });

  it('is unpacked, tried and kept', async () => {
    const archive = archiveOf(WORKING);
    await serve((response) => response.end(archive));
    const path = await downloadWorker(root, env);
    expect(path).toBe(placesFor(root, env).prebuilt);
    expect(doesRun(path)).toBe(true);
    expect(findCached(root, env)).toBe(path);
    expect(requested[0]).toMatch(/^\/releases\/[\d.]+\/mediasoup-worker-[\w.-]+\.tgz$/);
  });

  it.each([
    ['is not there', (response) => response.writeHead(404).end(), /answered 404/],
    ['is no archive', (response) => response.end('<html>'), /Unpacking it failed/],
    ['never comes', () => {}, /timeout/i],
    ['stops half-way', (response) => response.writeHead(200).write('half'), /timeout/i],
  ])('that %s is an error in time, and leaves nothing', async (_, answer, expected) => {
    await serve(answer);
    await expect(downloadWorker(root, env, 300)).rejects.toThrow(expected);
    expect(findCached(root, env)).toBe(null);
  });

  it('that does not run here is not kept', async () => {
    const archive = archiveOf(BROKEN);
    await serve((response) => response.end(archive));
    await expect(downloadWorker(root, env)).rejects.toThrow(/does not run on this machine/);
    expect(existsSync(placesFor(root, env).prebuilt)).toBe(false);
  });
});

describe('the lock', () => {
  it('lets one work at a time, and tells who waits', async () => {
    const path = join(folder, 'a.lock');
    const events = [];
    let finish;
    const first = withLock(path, async () => {
      events.push('first begins');
      await new Promise((resolve) => {
        finish = resolve;
      });
      events.push('first ends');
    });
    const second = withLock(path, async () => events.push('second'), {
      pollMs: 1,
      onWait: () => {
        events.push('second waits');
        finish();
      },
    });
    await Promise.all([first, second]);
    expect(events).toEqual(['first begins', 'second waits', 'first ends', 'second']);
    expect(existsSync(path)).toBe(false);
  });

  it('is taken over from a holder that died', async () => {
    const path = join(folder, 'a.lock');
    writeFileSync(path, '');
    utimesSync(path, 0, 0);
    expect(await withLock(path, async () => 'done')).toBe('done');
  });

  it('is given back when the work fails', async () => {
    const path = join(folder, 'a.lock');
    await expect(withLock(path, () => Promise.reject(new Error('no compiler')))).rejects.toThrow('no compiler');
    expect(existsSync(path)).toBe(false);
  });
});
