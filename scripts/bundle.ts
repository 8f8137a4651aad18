// Bundles each file of functions/ to dist/NAME.mjs: what `osls package` zips.
import { readdir, rm } from 'node:fs/promises';
import { build } from 'esbuild';

const names = (await readdir(new URL('../functions/', import.meta.url))).map((file) =>
  file.replace(/\.ts$/, ''),
);

await rm('dist', { recursive: true, force: true });
await build({
  entryPoints: Object.fromEntries(names.map((name) => [name, `functions/${name}.ts`])),
  outdir: 'dist',
  outExtension: { '.js': '.mjs' },
  bundle: true,
  minify: true,
  keepNames: true,
  platform: 'node',
  target: 'node24',
  format: 'esm',
  // The ESM builds of the SDK shake down to half of the CommonJS ones.
  mainFields: ['module', 'main'],
  // Some CommonJS dependencies call require for Node's own modules.
  banner: {
    js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
  },
  sourcemap: 'external',
  logLevel: 'warning',
});
