// Builds the page into `web/dist`: hashed files, nothing inline, nothing from elsewhere, so that the strictest CSP holds. In development it
// serves the page and hands everything else to the server at PARLOR_DEV_API.
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { brotliCompress, gzip } from 'node:zlib';
import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig, runnerImport, type Plugin } from 'vite';

const CATALOGUE = /\/web\/i18n\/english(-\w+)?\.ts$/;

/** Replaces each catalogue by what it evaluates to: compiled messages, without the compiler. */
const compiledCatalogues = (): Plugin => ({
  name: 'parlor:compiled-catalogues',
  enforce: 'pre',
  async load(id) {
    const path = id.split('?', 1)[0]!;
    if (!CATALOGUE.test(path)) return null;
    const { module, dependencies } = await runnerImport<{ default: unknown }>(path, { configFile: false, logLevel: 'error' });
    for (const dependency of dependencies) this.addWatchFile(dependency);
    return `export default ${JSON.stringify(module.default)};`;
  },
});

const COMPRESSES = /\.(js|css|html|svg|json)$/;

/** Writes each file compressed beside it, once, for the server to hand out: better than it could on the fly, and free. */
const precompressed = (): Plugin => ({
  name: 'parlor:precompressed',
  apply: 'build',
  async writeBundle({ dir }) {
    if (!dir) return;
    const names = (await readdir(dir, { recursive: true })).filter((name) => COMPRESSES.test(name));
    await Promise.all(
      names.map(async (name) => {
        const path = join(dir, name);
        const text = await readFile(path);
        await writeFile(`${path}.br`, await promisify(brotliCompress)(text));
        await writeFile(`${path}.gz`, await promisify(gzip)(text, { level: 9 }));
      }),
    );
  },
});

const api = process.env['PARLOR_DEV_API'];
const handOn = api ? { target: api, changeOrigin: false } : undefined;

export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  cacheDir: fileURLToPath(new URL('../.cache/vite', import.meta.url)),
  plugins: [compiledCatalogues(), react(), tailwindcss(), precompressed()],
  // React has it built in; the package is for older ones.
  resolve: { alias: { 'use-sync-external-store/shim/index.js': 'react' } },
  server: {
    port: Number(process.env['PORT'] ?? 3000),
    strictPort: true,
    ...(handOn && { proxy: { '/api': handOn, '/health': handOn, '/socket': { ...handOn, ws: true } } }),
  },
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    // What `light-dark()` and `@starting-style` need; older browsers lack the media features too.
    target: ['chrome123', 'firefox129', 'safari17.5'],
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: true,
    rolldownOptions: {
      output: {
        codeSplitting: {
          // Changes rarely: it stays in the browser's cache when Parlor is updated.
          groups: [{ name: 'react', test: /node_modules[\\/](react|react-dom|scheduler)[\\/]/ }],
        },
      },
    },
  },
});
