import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { findEngine } from '../local/containers/docker/find-engine.ts';
import { packagePipeline } from '../local/start/package-pipeline.ts';
import { ChildCloud } from './child-cloud.ts';
import { residentMegabytes } from './memory.ts';
import { measureOverhead, type Overhead } from './overhead.ts';
import { DeployedPipeline } from './pipeline.ts';
import { measureStart } from './start-up.ts';
import { median, percentile } from './statistics.ts';

const HELP = `Measures the local cloud: how fast it starts, what it needs, what it adds to a call.

npm run bench:cloud -- [--json FILE] [--starts 5] [--rounds 300] [--pushes 10]

  --json FILE   writes the figures, with their units and limits, as one JSON object
  --starts N    how often it is started, with each engine that there is
  --rounds N    calls of each kind
  --pushes N    pushes before the memory is looked at for the last time; every fourth is bad

Exit code 1 when a limit is broken: ready within 3 s, 250 MB for itself, 2 ms more a call.`;

/** What the local cloud is held to; medians. */
const LIMITS = { readySeconds: 3, memoryMegabytes: 250, overheadMilliseconds: 2 };

/** How many times faster than AWS the cloud's own waiting goes while it is deployed to. */
const PACE = 20;

interface Figure {
  readonly value: number;
  readonly unit: 's' | 'ms' | 'MB';
  readonly limit?: number;
}

function readOptions() {
  const { values } = parseArgs({
    options: {
      json: { type: 'string' },
      starts: { type: 'string', default: '5' },
      rounds: { type: 'string', default: '300' },
      pushes: { type: 'string', default: '10' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  const count = (name: 'starts' | 'rounds' | 'pushes') => {
    const number = Number(values[name]);
    if (Number.isInteger(number) && number > 0) return number;
    throw new Error(`--${name} must be a whole number from 1 on, not ${values[name]}`);
  };
  const { json, help } = values;
  return { json, help, starts: count('starts'), rounds: count('rounds'), pushes: count('pushes') };
}

async function main(): Promise<void> {
  const { json, help, starts, rounds, pushes } = readOptions();
  if (help) {
    console.log(HELP);
    return;
  }
  const figures: Record<string, Figure> = {};
  for (const engine of await engines()) Object.assign(figures, await startFigures(engine, starts));
  const calls = await callFigures(rounds);
  Object.assign(figures, calls.figures, await memoryFigures(pushes));
  progress('');
  const broken = Object.entries(figures).filter(
    ([, { value, limit }]) => limit !== undefined && !(value <= limit),
  );
  printFigures(figures, calls.calls);
  const machine = { node: process.version, platform: `${process.platform}/${process.arch}` };
  if (json !== undefined)
    await writeFile(json, `${JSON.stringify({ ...machine, figures, calls: calls.calls }, undefined, 2)}\n`);
  for (const [name, { value, unit, limit }] of broken)
    console.error(`${name} is ${value.toFixed(2)} ${unit}: the limit is ${limit} ${unit}`);
  if (broken.length > 0) process.exitCode = 1;
}

async function engines(): Promise<('docker' | 'process')[]> {
  const found = await findEngine();
  if ('reason' in found) return ['process'];
  found.api.close();
  return ['process', 'docker'];
}

async function startFigures(engine: 'docker' | 'process', starts: number): Promise<Record<string, Figure>> {
  progress(`starting it once with the ${engine} engine, to fill caches`);
  await measureStart(engine);
  const all = [];
  for (let start = 1; start <= starts; start++) {
    progress(`start ${start} of ${starts} with the ${engine} engine`);
    all.push(await measureStart(engine));
  }
  return {
    [`${engine}: ready`]: {
      value: median(all.map(({ milliseconds }) => milliseconds)) / 1000,
      unit: 's',
      limit: LIMITS.readySeconds,
    },
    [`${engine}: memory when ready`]: {
      value: median(all.map(({ megabytes }) => megabytes)),
      unit: 'MB',
      limit: LIMITS.memoryMegabytes,
    },
    [`${engine}: closed`]: {
      value: median(all.map(({ closingMilliseconds }) => closingMilliseconds)) / 1000,
      unit: 's',
    },
  };
}

async function callFigures(rounds: number): Promise<{ figures: Record<string, Figure>; calls: Overhead[] }> {
  const cloud = await ChildCloud.start({ engine: 'process' });
  try {
    const calls = await measureOverhead(cloud, rounds, (call) => progress(`calls: ${call}`));
    const overheads = calls.map(({ overheadMilliseconds }) => overheadMilliseconds);
    const limit = LIMITS.overheadMilliseconds;
    return {
      calls,
      figures: {
        'overhead of a call, median of the kinds': { value: median(overheads), unit: 'ms', limit },
        'overhead of a call, worst kind': { value: Math.max(...overheads), unit: 'ms' },
        'call, p99 of the median kind': {
          value: percentile(
            calls.map(({ p99Milliseconds }) => p99Milliseconds),
            50,
          ),
          unit: 'ms',
        },
      },
    };
  } finally {
    await cloud.close();
  }
}

async function memoryFigures(pushes: number): Promise<Record<string, Figure>> {
  progress('packaging the pipeline');
  const packaged = await packagePipeline();
  const cloud = await ChildCloud.start({ engine: 'auto', pace: PACE });
  const limit = LIMITS.memoryMegabytes;
  let pipeline: DeployedPipeline | undefined;
  try {
    progress('deploying the pipeline');
    pipeline = await DeployedPipeline.deploy(cloud, packaged);
    const deployed = residentMegabytes(cloud.pid);
    for (let push = 1; push <= pushes; push++) {
      progress(`push ${push} of ${pushes}`);
      await pipeline.push(push % 4 === 0 ? 'bad' : 'good');
    }
    return {
      'memory with the pipeline deployed': { value: deployed, unit: 'MB', limit },
      [`memory after ${pushes} pushes`]: { value: residentMegabytes(cloud.pid), unit: 'MB', limit },
    };
  } finally {
    await pipeline?.close();
    await cloud.close();
  }
}

function printFigures(figures: Readonly<Record<string, Figure>>, calls: readonly Overhead[]): void {
  for (const [name, { value, unit, limit }] of Object.entries(figures)) {
    const held = limit === undefined ? '' : `   limit ${limit} ${unit}${value <= limit ? '' : ', BROKEN'}`;
    console.log(`${name.padEnd(42)}${value.toFixed(2).padStart(9)} ${unit.padEnd(2)}${held}`);
  }
  console.log('\ncall (milliseconds)                        overhead   median     bare      p99');
  for (const { call, overheadMilliseconds, medianMilliseconds, bareMilliseconds, p99Milliseconds } of calls) {
    const columns = [overheadMilliseconds, medianMilliseconds, bareMilliseconds, p99Milliseconds];
    console.log(call.padEnd(42) + columns.map((value) => value.toFixed(2).padStart(9)).join(''));
  }
}

/** One line that is written over, on a terminal only. */
function progress(text: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\x1b[K${text}`);
  else if (text !== '') process.stderr.write(`${text}\n`);
}

main().catch((error: NodeJS.ErrnoException) => {
  console.error(error.message);
  process.exitCode = String(error.code).startsWith('ERR_PARSE_ARGS') ? 2 : 1;
});
