// The parts of set-up that decide something, each on made-up facts; the whole is tried by running it.
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isInstalled } from './dependencies.mjs';
import { fingerprint } from './page.mjs';
import { isNewEnough } from './runtime.mjs';
import { countTests } from './test-count.mjs';

describe('dependencies', () => {
  const locked = {
    '': { name: 'parlor' },
    server: { version: '0.1.0' },
    'node_modules/a': { version: '1.0.0', integrity: 'x' },
    'node_modules/b-mac': { version: '1.0.0', integrity: 'y', optional: true },
  };
  it.each([
    [{}, false],
    [{ 'node_modules/a': { version: '1.0.0', integrity: 'x' } }, true],
    [{ 'node_modules/a': { version: '1.0.1', integrity: 'x' } }, false],
    [{ 'node_modules/a': { version: '1.0.0', integrity: 'z' } }, false],
    [{ 'node_modules/a': { version: '1.0.0', integrity: 'x' }, 'node_modules/b-mac': { version: '0.9.0', integrity: 'w' } }, false],
  ])('%j installed: enough is %s', (installed, enough) => {
    expect(isInstalled(locked, installed)).toBe(enough);
  });
});

describe('runtime', () => {
  it.each([
    ['20.20.2', false],
    ['24.15.9', false],
    ['24.16.0', true],
    ['26.0.0', true],
  ])('Node %s is new enough: %s', (version, enough) => {
    expect(isNewEnough(version)).toBe(enough);
  });
});

describe('the page', () => {
  let root;
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'page-'));
    for (const folder of ['web/calls', 'web/dist', 'protocol']) mkdirSync(join(root, folder), { recursive: true });
    for (const file of ['web/calls/tiles.ts', 'protocol/wire.ts', 'package-lock.json']) writeFileSync(join(root, file), file);
  });
  afterEach(() => rmSync(root, { recursive: true }));

  it('has another fingerprint when a source changes, comes or goes', () => {
    const seen = new Set([fingerprint(root)]);
    writeFileSync(join(root, 'web/calls/tiles.ts'), 'changed');
    seen.add(fingerprint(root));
    writeFileSync(join(root, 'web/calls/call.ts'), '');
    seen.add(fingerprint(root));
    rmSync(join(root, 'protocol/wire.ts'));
    seen.add(fingerprint(root));
    expect(seen.size).toBe(4);
  });

  it('has the same wherever it lies, built or not', () => {
    const before = fingerprint(root);
    writeFileSync(join(root, 'web/dist/index.html'), 'built');
    expect(fingerprint(root)).toBe(before);
    const copy = mkdtempSync(join(tmpdir(), 'page-'));
    cpSync(root, copy, { recursive: true });
    expect(fingerprint(copy)).toBe(before);
    rmSync(copy, { recursive: true });
  });
});

describe('the count of tests', () => {
  const file = (status, ...tests) => ({ status, assertionResults: tests.map((test) => ({ status: test })) });
  it.each([
    ['all pass', { numPassedTests: 3, numFailedTests: 0, testResults: [file('passed', 'passed')] }, 0, { passed: 3, failed: 0 }],
    ['one fails', { numPassedTests: 2, numFailedTests: 1, testResults: [file('failed', 'failed')] }, 1, { passed: 2, failed: 1 }],
    ['a file cannot be imported', { numPassedTests: 2, numFailedTests: 0, testResults: [file('failed')] }, 1, { passed: 2, failed: 1 }],
    ['an error nobody caught', { numPassedTests: 2, numFailedTests: 0, testResults: [] }, 1, { passed: 2, failed: 1 }],
    ['no report', null, 137, { passed: 0, failed: 1 }],
  ])('%s', (_, report, exitCode, expected) => {
    expect(countTests(report, exitCode)).toEqual(expected);
  });
});
