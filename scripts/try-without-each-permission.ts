// Takes each permission out of each function's role, one at a time, and sees to it that a scenario fails for want of it.
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { packagePipeline } from '../local/start/package-pipeline.ts';
import { formatTable } from '../shared/reporting/table.ts';
import type { UsedPermissions } from '../test/scenarios/permission-record.ts';
import { type Grant, grantKey, readGrants } from './permissions/grants.ts';
import { endScenarios, runScenarios } from './permissions/run-scenarios.ts';

const HELP = `Takes each permission out of each function's role (stacks/roles.yml), one at a time, and runs the scenario that
uses it first. It must fail, and the function must have been refused that very action.

npm run permissions -- [--only FUNCTION] [--records FOLDER] [--at-once N] [--json FILE]

  --only FUNCTION   of this function's role only, for example run-deployment
  --records FOLDER  which scenario uses what; where the folder is empty, all scenarios are run first to fill it
                    (default: a folder of this run's own)
  --at-once N       how many clouds at a time (default 2)
  --json FILE       writes what was found to a file as well

It takes about an hour on two cores. Exit codes: 0 every removal was noticed, 1 one was not, 2 wrong use.`;

/** A scenario may have used a permission by chance, as the order of events had it: so many are tried, the quickest first. */
const TRIES = 3;

interface Found {
  readonly function: string;
  readonly action: string;
  readonly on: string;
  /** The scenarios that were run without it; the last one failed for want of it, where it is noticed. */
  readonly scenarios: readonly string[];
  readonly noticed: boolean;
  readonly seconds: number;
}

function readOptions() {
  try {
    const { values } = parseArgs({
      options: {
        only: { type: 'string' },
        records: { type: 'string' },
        'at-once': { type: 'string', default: '2' },
        json: { type: 'string' },
        help: { type: 'boolean', short: 'h' },
      },
    });
    return values;
  } catch (error) {
    return fail(`${error instanceof Error ? error.message : error}\n\n${HELP}`);
  }
}

function fail(message: string): never {
  console.error(message);
  process.exit(2);
}

async function readRecords(folder: string): Promise<UsedPermissions[]> {
  const names = await readdir(folder).catch(() => []);
  return Promise.all(
    // They were written by test/scenarios/permission-record.ts.
    names.map(async (name) => JSON.parse(await readFile(join(folder, name), 'utf8')) as UsedPermissions),
  );
}

/** Runs the scenarios that use a permission, without it, until one fails for want of it. */
async function tryWithout(
  grant: Grant,
  records: readonly UsedPermissions[],
  packaged: string,
): Promise<Found> {
  const began = performance.now();
  const key = grantKey(grant);
  const using = records
    .filter(({ used }) => used[key] !== undefined)
    .sort((a, b) => (a.used[key] ?? 0) - (b.used[key] ?? 0))
    .slice(0, TRIES);
  const scenarios: string[] = [];
  let noticed = false;
  for (const { file } of using) {
    scenarios.push(file);
    const folder = await mkdtemp(join(tmpdir(), 'slipway-without-'));
    const passed = await runScenarios({
      file,
      env: {
        SLIPWAY_TEST_WITHOUT: key,
        SLIPWAY_TEST_PERMISSIONS: folder,
        SLIPWAY_TEST_PACKAGED: packaged,
      },
    });
    const refused = (await readRecords(folder)).flatMap((record) => record.refused);
    await rm(folder, { recursive: true, force: true });
    noticed = !passed && refused.some(({ role, action }) => role === grant.role && action === grant.action);
    if (noticed) break;
  }
  const { function: name, action, on } = grant;
  const seconds = Math.round((performance.now() - began) / 1000);
  return { function: name, action, on, scenarios, noticed, seconds };
}

const options = readOptions();
if (options.help) {
  console.log(HELP);
  process.exit(0);
}
const atOnce = Number(options['at-once']);
if (!Number.isInteger(atOnce) || atOnce < 1) fail(`--at-once is a number from 1 on.\n\n${HELP}`);
const grants = (await readGrants()).filter(
  (grant) => options.only === undefined || grant.function === options.only,
);
if (grants.length === 0) fail(`There is no function ${options.only}.`);

for (const signal of ['SIGINT', 'SIGTERM'])
  process.once(signal, () => {
    endScenarios();
    process.exit(130);
  });

const folder = options.records ?? (await mkdtemp(join(tmpdir(), 'slipway-records-')));
if ((await readRecords(folder)).length === 0) {
  console.log('All scenarios are run, to see which uses what …');
  const passed = await runScenarios({ env: { SLIPWAY_TEST_PERMISSIONS: folder } });
  if (!passed) console.log('Not all of them passed: what they used is known all the same.');
}
const records = await readRecords(folder);
const packaged = await packagePipeline();
const found: Found[] = [];
const left = [...grants];
await Promise.all(
  Array.from({ length: atOnce }, async () => {
    for (let grant = left.shift(); grant; grant = left.shift()) {
      const one = await tryWithout(grant, records, packaged);
      found.push(one);
      const word = one.noticed ? 'noticed' : one.scenarios.length === 0 ? 'NOT USED' : 'NOT NOTICED';
      const where = one.scenarios.at(-1) ?? 'no scenario';
      console.log(
        `${found.length}/${grants.length}  ${one.function} without ${one.action} on ${one.on}: ${word} in ${where} (${one.seconds} s)`,
      );
    }
  }),
);
if (!options.records) await rm(folder, { recursive: true, force: true });
const missed = found.filter(({ noticed }) => !noticed);
const functions = [...new Set(grants.map((grant) => grant.function))];
const count = (list: readonly Found[], name: string) =>
  String(list.filter((one) => one.function === name).length);
console.log(
  `\n${formatTable(
    ['function', 'removed', 'not noticed'],
    functions.map((name) => [name, count(found, name), count(missed, name)]),
  )}`,
);
for (const one of missed) console.log(`not noticed: ${one.function} without ${one.action} on ${one.on}`);
if (options.json !== undefined) await writeFile(options.json, `${JSON.stringify(found, undefined, 2)}\n`);
process.exit(missed.length === 0 ? 0 : 1);
