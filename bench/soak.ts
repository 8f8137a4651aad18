import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { packagePipeline } from '../local/start/package-pipeline.ts';
import { ChildCloud } from './child-cloud.ts';
import { lineChart } from './line-chart.ts';
import { DeployedPipeline } from './pipeline.ts';
import { leftBy, OF_DOCKER, OF_LINUX, type Sample, takeSample } from './sample.ts';
import { grows, growthOf, type Noise } from './trend.ts';

const HELP = `A day in the life of the local cloud: pushes to the real pipeline, good and bad, rollbacks and sweeps, hour
after hour of its own time, and a look at what it holds after each.

npm run bench:soak -- [--hours 24] [--pushes 300] [--engine auto|docker|process] [--json FILE] [--out FILE]

  --hours N     how long it lives, by its own clock (default 24)
  --pushes N    pushes in that time (default 300); every fifth is bad, every tenth is rolled back, every sixth that is good
                goes on to Elastic Beanstalk
  --engine E    what runs containers
  --json FILE   writes all samples
  --out FILE    draws them, as SVG

Exit code 1 when something grows (memory, processes, containers, networks, volumes, ports, descriptors, files), when
something of it is still there once the cloud has ended, or when the local cloud's process was larger than 250 MB after a
push. The most that it ever had, between pushes and with its garbage, is told (Linux).`;

/** How many times faster than AWS the cloud's own waiting goes. */
const PACE = 60;
const SWEEP_EVERY = 25;

/** It needs no more than this after any push, in megabytes; `npm run bench:cloud` holds it to the same. */
const MOST_RESIDENT = 250;

/** What was just ended is listed for a moment more. In milliseconds. */
const GONE_WITHIN_MS = 10_000;

/**
 * What is no growth, at 300 pushes. Two things are kept for as long as it lives, as on AWS, and are in the heap: the ledger
 * (about 13 KB a push) and ECS's service deployments and revisions (90 days; about 6 KB a push). That is 3 MB from the middle
 * of the second quarter of 300 pushes to that of the last. Elastic Beanstalk's versions and events come on top, for some 20
 * deployments in that time.
 */
const NOISE: Readonly<Record<string, Noise>> = {
  heapMegabytes: { share: 0, absolute: 5 },
  bufferMegabytes: { share: 0.3, absolute: 5 },
  residentMegabytes: { share: 0, absolute: 12 },
  processes: { share: 0, absolute: 6 },
  descriptors: { share: 0, absolute: 20 },
  ports: { share: 0, absolute: 6 },
  containers: { share: 0, absolute: 2 },
  networks: { share: 0, absolute: 0 },
  volumes: { share: 0, absolute: 0 },
  // The sweep leaves the images of a repository that Elastic Beanstalk deploys from, and its application versions: 170 files
  // more in these 150 pushes. One left in four pushes comes to light.
  runFiles: { share: 0, absolute: 205 },
  // The git server packs from 256 loose objects on, at other pushes in each quarter.
  gitFiles: { share: 0, absolute: 300 },
  temporaryEntries: { share: 0, absolute: 0 },
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
  const options = readOptions();
  if (options.help) {
    console.log(HELP);
    return;
  }
  const { engine } = options;
  const packaged = await packagePipeline();
  // What Node keeps of compiled files is there from the second start on.
  await (await ChildCloud.start({ engine, pace: PACE })).close();
  // All that it makes outside of its own folder is seen there, and nobody else's.
  const temporary = await mkdtemp(join(tmpdir(), 'slipway-soak-cloud-'));
  try {
    const cloud = await ChildCloud.start({ engine, pace: PACE }, { TMPDIR: temporary });
    try {
      judge(linesOf(await live(options, cloud, packaged, temporary)), cloud.engine);
    } finally {
      await cloud.close();
      await judgeEnd(cloud, temporary);
    }
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
}

/** A look at what it holds after each push; as far as it came, they are written in any case. */
async function live(
  { hours, pushes, json, out }: ReturnType<typeof readOptions>,
  cloud: ChildCloud,
  packaged: string,
  temporary: string,
): Promise<readonly Sample[]> {
  const samples: Sample[] = [];
  const pipeline = await DeployedPipeline.deploy(cloud, packaged);
  try {
    await pipeline.addBeanstalk(cloud);
    for (let push = 1; push <= pushes; push++) {
      await onePush(pipeline, push);
      await pipeline.move((hours * 3600) / pushes);
      const sample = await takeSample(cloud, temporary);
      samples.push(sample);
      if (push === 1) console.log(['push', ...Object.keys(sample)].join('\t'));
      if (push === 1 || push % Math.ceil(pushes / 30) === 0)
        console.log([push, ...Object.values(sample).map((value) => Math.round(value * 10) / 10)].join('\t'));
    }
    return samples;
  } finally {
    await pipeline.close();
    if (json !== undefined) await writeFile(json, JSON.stringify({ hours, pushes, samples }));
    if (out !== undefined) await writeFile(out, lineChart(linesOf(samples)));
  }
}

async function onePush(pipeline: DeployedPipeline, push: number): Promise<void> {
  const kind = push % 5 === 0 ? 'bad' : 'good';
  const { ending, deployment } = await pipeline.push(kind);
  const wanted = kind === 'good' ? 'verified' : 'rolled-back';
  if (ending?.verdict !== wanted)
    throw new Error(`${kind} push ${push}, ${deployment.id}, ended ${ending?.verdict}: ${ending?.reason}`);
  if (push % 6 === 1 && kind === 'good') {
    const { ending: prod } = await pipeline.promote(deployment);
    if (prod?.verdict !== 'verified')
      throw new Error(`push ${push} ended ${prod?.verdict} on Elastic Beanstalk: ${prod?.reason}`);
  }
  if (push % 10 === 4) await pipeline.rollBack('test');
  if (push % SWEEP_EVERY === 0) await pipeline.sweep();
}

function linesOf(samples: readonly Sample[]): Record<string, number[]> {
  const names = new Set(samples.flatMap((sample) => Object.keys(sample)));
  return Object.fromEntries(
    [...names].map((name) => [name, samples.map((sample) => sample[name] ?? Number.NaN)]),
  );
}

function judge(lines: Readonly<Record<string, readonly number[]>>, engine: ChildCloud['engine']): void {
  const absent = [
    ...(process.platform === 'linux' ? [] : OF_LINUX),
    ...(engine === 'docker' ? [] : OF_DOCKER),
  ];
  if (absent.length > 0) console.log(`not looked at here: ${absent.join(', ')}`);
  for (const [name, noise] of Object.entries(NOISE)) {
    if (absent.includes(name)) continue;
    const values = lines[name] ?? [];
    const isWhole = values.length > 0 && values.every(Number.isFinite);
    const bad = !isWhole || grows(values, noise);
    const growth = isWhole
      ? `${growthOf(values).toFixed(1).padStart(8)} more`
      : ' was not measured each time';
    console.log(`${name.padEnd(20)}${growth}${isWhole && bad ? ': IT GROWS' : ''}`);
    if (bad) process.exitCode = 1;
  }
  const most = Math.max(...(lines.residentMegabytes ?? []));
  const isTooMuch = !(most <= MOST_RESIDENT);
  console.log(
    `residentMegabytes were ${most.toFixed(1)} at most after a push${isTooMuch ? `: MORE THAN ${MOST_RESIDENT}` : ''}`,
  );
  if (isTooMuch) process.exitCode = 1;
  const peak = lines.peakMegabytes?.at(-1);
  if (peak !== undefined) console.log(`its peak at any time, garbage included: ${peak.toFixed(1)} MB`);
}

/** Nothing of it may be there any more. */
async function judgeEnd(cloud: ChildCloud, temporary: string): Promise<void> {
  const end = performance.now() + GONE_WITHIN_MS;
  let left = await leftBy(cloud, temporary);
  for (; Object.values(left).some((count) => count > 0) && performance.now() < end; await sleep(200))
    left = await leftBy(cloud, temporary);
  const kinds = Object.entries(left).filter(([, count]) => count > 0);
  const told = kinds.map(([kind, count]) => `${count} ${kind}`).join(', ');
  console.log(
    kinds.length === 0
      ? `nothing is left: no ${Object.keys(left).join(', ')}`
      : `IT LEFT ${told} (${cloud.folder})`,
  );
  if (kinds.length > 0) process.exitCode = 1;
}

main().catch((error: NodeJS.ErrnoException) => {
  console.error(error.stack);
  process.exitCode = String(error.code).startsWith('ERR_PARSE_ARGS') ? 2 : 1;
});
