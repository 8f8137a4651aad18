import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { packagePipeline } from '../local/start/package-pipeline.ts';
import { ChildCloud } from './child-cloud.ts';
import { lineChart } from './line-chart.ts';
import { DeployedPipeline } from './pipeline.ts';
import { type Sample, takeSample } from './sample.ts';
import { grows, growthOf, type Noise } from './trend.ts';

const HELP = `A day in the life of the local cloud: pushes to the real pipeline, good and bad, rollbacks and sweeps, hour
after hour of its own time, and a look at what it holds after each.

npm run bench:soak -- [--hours 24] [--pushes 300] [--engine auto|docker|process] [--json FILE] [--out FILE]

  --hours N     how long it lives, by its own clock (default 24)
  --pushes N    pushes in that time (default 300); every fifth is bad, every tenth is rolled back
  --engine E    what runs containers
  --json FILE   writes all samples
  --out FILE    draws them, as SVG

Exit code 1 when something grows (memory, processes, containers, networks, volumes, ports, descriptors, files), or when
the local cloud's process has ever needed more than 250 MB.`;

/** How many times faster than AWS the cloud's own waiting goes. */
const PACE = 60;
const SWEEP_EVERY = 25;

/** Whatever it does, it needs no more than this at any time, in megabytes; `npm run bench:cloud` holds it to the same. */
const MOST_RESIDENT = 250;

/**
 * What is no growth. Two things are kept for as long as it lives, as on AWS, and are in the heap: the ledger (about 13 KB a
 * push) and ECS's service deployments and revisions (90 days; about 6 KB a push). That is 3 MB from the middle of the
 * second quarter of 300 pushes to that of the last.
 */
const NOISE: Readonly<Record<string, Noise>> = {
  heapMegabytes: { share: 0, absolute: 5 },
  bufferMegabytes: { share: 0.3, absolute: 5 },
  residentMegabytes: { share: 0, absolute: 20 },
  processes: { share: 0, absolute: 6 },
  descriptors: { share: 0, absolute: 20 },
  ports: { share: 0, absolute: 6 },
  containers: { share: 0, absolute: 2 },
  networks: { share: 0, absolute: 0 },
  volumes: { share: 0, absolute: 0 },
  // The git server packs from 256 loose objects on; between two sweeps there are up to 25 pushes' images.
  runFiles: { share: 0, absolute: 300 },
};

const ENGINES = ['auto', 'docker', 'process'] as const;

function readOptions() {
  const { values } = parseArgs({
    options: {
      hours: { type: 'string', default: '24' },
      pushes: { type: 'string', default: '300' },
      engine: { type: 'string', default: 'auto' },
      json: { type: 'string' },
      out: { type: 'string' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  const { json, out, help } = values;
  const [hours, pushes] = [Number(values.hours), Number(values.pushes)];
  const engine = ENGINES.find((one) => one === values.engine);
  if (!(hours > 0)) throw new Error(`--hours must be above 0, not ${values.hours}`);
  if (!Number.isInteger(pushes) || pushes < 8)
    throw new Error(`--pushes must be a whole number from 8 on, not ${values.pushes}`);
  if (engine === undefined) throw new Error(`--engine must be one of ${ENGINES.join(', ')}`);
  return { hours, pushes, engine, json, out, help };
}

async function main(): Promise<void> {
  const { hours, pushes, engine, json, out, help } = readOptions();
  if (help) {
    console.log(HELP);
    return;
  }
  const packaged = await packagePipeline();
  // What Node keeps of compiled files is there from the second start on.
  await (await ChildCloud.start({ engine, pace: PACE })).close();
  const cloud = await ChildCloud.start({ engine, pace: PACE });
  const samples: Sample[] = [];
  try {
    const pipeline = await DeployedPipeline.deploy(cloud, packaged);
    for (let push = 1; push <= pushes; push++) {
      await onePush(pipeline, push);
      await pipeline.move((hours * 3600) / pushes);
      const sample = await takeSample(cloud);
      samples.push(sample);
      if (push === 1) console.log(['push', ...Object.keys(sample)].join('\t'));
      if (push === 1 || push % Math.ceil(pushes / 30) === 0)
        console.log([push, ...Object.values(sample).map((value) => Math.round(value * 10) / 10)].join('\t'));
    }
    await pipeline.close();
  } finally {
    const lines = linesOf(samples);
    if (json !== undefined) await writeFile(json, JSON.stringify({ hours, pushes, samples }));
    if (out !== undefined) await writeFile(out, lineChart(lines));
    await cloud.close();
  }
  judge(linesOf(samples));
}

async function onePush(pipeline: DeployedPipeline, push: number): Promise<void> {
  const kind = push % 5 === 0 ? 'bad' : 'good';
  const { ending, deployment } = await pipeline.push(kind);
  const wanted = kind === 'good' ? 'verified' : 'rolled-back';
  if (ending?.verdict !== wanted)
    throw new Error(`${kind} push ${push}, ${deployment.id}, ended ${ending?.verdict}: ${ending?.reason}`);
  if (push % 10 === 4) await pipeline.rollBack();
  if (push % SWEEP_EVERY === 0) await pipeline.sweep();
}

function linesOf(samples: readonly Sample[]): Record<string, number[]> {
  const names = Object.keys(samples[0] ?? {});
  return Object.fromEntries(names.map((name) => [name, samples.map((sample) => sample[name] ?? 0)]));
}

function judge(lines: Readonly<Record<string, readonly number[]>>): void {
  for (const [name, values] of Object.entries(lines)) {
    const noise = NOISE[name];
    if (noise === undefined) continue;
    const bad = grows(values, noise);
    console.log(
      `${name.padEnd(20)}${growthOf(values).toFixed(1).padStart(8)} more${bad ? ': IT GROWS' : ''}`,
    );
    if (bad) process.exitCode = 1;
  }
  const most = Math.max(...(lines.residentMegabytes ?? []));
  if (most > MOST_RESIDENT) {
    console.log(`residentMegabytes were ${most.toFixed(1)} at most: MORE THAN ${MOST_RESIDENT}`);
    process.exitCode = 1;
  }
}

main().catch((error: NodeJS.ErrnoException) => {
  console.error(error.stack);
  process.exitCode = String(error.code).startsWith('ERR_PARSE_ARGS') ? 2 : 1;
});
