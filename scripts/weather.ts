// Runs the scenarios in each kind of bad weather, one after another: small pages, doubled and lost events, throttling, latency.
import { spawn } from 'node:child_process';
import { parseArgs } from 'node:util';

/** By name: the fault, and how many times longer everything may take then. */
const WEATHERS: Readonly<Record<string, { readonly fault: string; readonly patience: number }>> = {
  pages: { fault: 'pages:1', patience: 2 },
  doubled: { fault: 'double-events', patience: 2 },
  lost: { fault: 'lose-events', patience: 2 },
  throttled: { fault: 'throttle:share=0.2,seed=1', patience: 5 },
  latency: { fault: 'latency:milliseconds=300', patience: 5 },
};

/** Tries of the scenarios' own calls, which are throttled like all others. */
const OWN_TRIES = '12';

const HELP = `Runs the scenarios in bad weather: with a fault that lasts through all tests of a file. It begins when the pipeline is
deployed and the sample app is launched and applied; a file in which it could have struck, and did not, fails.

npm run weather -- [WEATHER …] [--only FILTER]

  WEATHER        ${Object.entries(WEATHERS)
    .map(([name, { fault }]) => `${name.padEnd(10)} ${fault}`)
    .join('\n                 ')}
                 (default: all of them, one after another)
  --only FILTER  of the scenarios' files only those with this in their name

Exit codes: 0 all passed, 1 some failed, 2 wrong use.`;

function fail(message: string): never {
  console.error(message);
  process.exit(2);
}

function readOptions() {
  try {
    return parseArgs({
      allowPositionals: true,
      options: { only: { type: 'string' }, help: { type: 'boolean', short: 'h' } },
    });
  } catch (error) {
    return fail(`${error instanceof Error ? error.message : error}\n\n${HELP}`);
  }
}

function run(fault: string, patience: number, only: string | undefined): Promise<boolean> {
  const child = spawn('vitest', ['run', '--project', 'scenarios', ...(only === undefined ? [] : [only])], {
    stdio: 'inherit',
    env: {
      ...process.env,
      SLIPWAY_TEST_FAULTS: fault,
      SLIPWAY_TEST_PATIENCE: String(patience),
      AWS_MAX_ATTEMPTS: OWN_TRIES,
    },
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => resolve(code === 0));
  });
}

const { positionals, values } = readOptions();
if (values.help) {
  console.log(HELP);
  process.exit(0);
}
const unknown = positionals.filter((name) => !(name in WEATHERS));
if (unknown.length > 0) fail(`There is no weather ${unknown.join(', ')}.\n\n${HELP}`);

const results: [string, boolean][] = [];
for (const [name, { fault, patience }] of Object.entries(WEATHERS)) {
  if (positionals.length > 0 && !positionals.includes(name)) continue;
  console.log(`\n── ${name}: ${fault}`);
  results.push([name, await run(fault, patience, values.only)]);
}
console.log('');
for (const [name, passed] of results) console.log(`${passed ? 'passed' : 'FAILED'}  ${name}`);
process.exit(results.every(([, passed]) => passed) ? 0 : 1);
