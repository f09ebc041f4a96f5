// The sources of the distribution's own libsrtp2, to be built against OpenSSL: a fifth less CPU per packet than Debian's build, which
// encrypts with NSS. A nicety: where anything is missing the answer is null, and the distribution's library is used as it is.
import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { has } from '../setup/apt.mjs';
import { runQuietly } from '../setup/children.mjs';

const LIMIT_MS = 60_000;
const INDEX = ['indextargets', '--format', '$(ORIGIN)|$(REPO_URI)|$(RELEASE)|$(COMPONENT)', 'Created-By: Packages'];

/** `deb-src` lines for the distribution's archives that the system installs from. */
const sourcesList = () => {
  const targets = new Set(execFileSync('apt-get', INDEX, { encoding: 'utf8' }).trim().split('\n'));
  return [...targets]
    .map((target) => target.split('|'))
    .filter(([origin]) => origin === 'Debian' || origin === 'Ubuntu')
    .map(([, uri, release, component]) => `deb-src ${uri} ${release} ${component}\n`)
    .join('');
};

const installedVersion = () => {
  const format = ['-W', '-f', '${source:Version}', 'libsrtp2-dev'];
  return execFileSync('dpkg-query', format, { encoding: 'utf8' });
};

/** The folder with the unpacked sources, inside `folder`, or null. */
export const fetchSrtpSource = async (folder) => {
  if (!has('apt-get') || !has('dpkg-source')) return null;
  try {
    const apt = join(folder, 'apt');
    mkdirSync(join(apt, 'lists/partial'), { recursive: true });
    writeFileSync(join(apt, 'sources.list'), sourcesList());
    // Lists, caches and sources of our own: the system's configuration stays as it is.
    const own = [
      `Dir::Etc::SourceList=${apt}/sources.list`,
      'Dir::Etc::SourceParts=-',
      `Dir::State::Lists=${apt}/lists`,
      `Dir::Cache=${apt}`,
    ];
    const options = [...own, 'APT::Sandbox::User=root'].flatMap((option) => ['-o', option]);
    const within = { what: 'apt-get source', cwd: apt, timeoutMs: LIMIT_MS };
    await runQuietly('apt-get', [...options, 'update'], within);
    await runQuietly('apt-get', [...options, 'source', '--download-only', `libsrtp2=${installedVersion()}`], within);
    const description = readdirSync(apt).find((name) => name.endsWith('.dsc'));
    await runQuietly('dpkg-source', ['-x', description, 'source'], within);
    return join(apt, 'source');
  } catch {
    // See above: do without.
    return null;
  }
};
