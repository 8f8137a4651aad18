// Checks the import rules, and that they were checked at all: a resolver that reads nothing finds nothing wrong.
import { spawnSync } from 'node:child_process';
import { globSync } from 'node:fs';

const FOLDERS = ['events', 'functions', 'shared', 'cli', 'local'];

const cruise = spawnSync(
  process.execPath,
  [
    'node_modules/dependency-cruiser/bin/dependency-cruiser.mjs',
    '--config',
    '.dependency-cruiser.cjs',
    '--output-type',
    'json',
    ...FOLDERS,
  ],
  { encoding: 'utf8', maxBuffer: 256 * 1024 * 1024 },
);
if (cruise.stdout === '') throw new Error(`dependency-cruiser said nothing: ${cruise.stderr}`);
const { modules, summary } = JSON.parse(cruise.stdout) as {
  modules: { source: string; dependencies: unknown[] }[];
  summary: { violations: { rule: { name: string }; from: string; to: string }[] };
};
for (const { rule, from, to } of summary.violations) console.error(`${rule.name}: ${from} → ${to}`);
const files = globSync(FOLDERS.map((folder) => `${folder}/**/*.ts`));
const read = new Set(
  modules.filter(({ dependencies }) => dependencies.length > 0).map(({ source }) => source),
);
const own = files.filter((file) => read.has(file)).length;
console.log(
  `${files.length} files, ${own} of them with imports, ${summary.violations.length} against the rules`,
);
// Most files import something: where few seem to, they were not read.
if (own < files.length / 2) {
  console.error('too few modules were read: the check has proved nothing');
  process.exitCode = 1;
}
if (summary.violations.length > 0) process.exitCode = 1;
