import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { startCloud } from '../local/cloud.ts';
import { startChat } from '../local/start/announcements.ts';
import { deployPipeline } from '../local/start/deploy-pipeline.ts';
import { packagePipeline } from '../local/start/package-pipeline.ts';
import { ask, putSecrets } from '../local/start/pipeline.ts';
import type { Answer } from '../shared/deployment/commands.ts';
import { configurationFor, type Fleet, makeFleet } from './deployments/fleet.ts';
import { type Case, type Measured, measure } from './deployments/measure.ts';
import { FORMULA } from './deployments/prices.ts';
import { printMeasured } from './deployments/print.ts';

const HELP = `Measures deployments: what each calls, how long it takes to begin and to be told, what it costs.

npm run bench -- [--json FILE] [--services 5] [--pace 4] [--only healthy|failing]

  --json FILE     writes all figures as one JSON object
  --services N    services that are rolled by each push: each is a deployment
  --pace N        how many times faster than AWS the local cloud's own waiting goes
  --only KIND     one kind alone

Exit code 1 when a promise is broken: with events a verdict within 0.5 s of the rollout's end, without any of them
within 20 s (medians); no healthy release that is not verified, no failing one that is.`;

/** Medians, from the end of the rollout to the verdict: with events in real seconds, without in AWS's. */
const LIMITS = { withEvents: 0.5, withoutEvents: 20 };
const CASES: readonly Case[] = [true, false].flatMap((events) =>
  [20, 120].flatMap((seconds) =>
    (['healthy', 'failing'] as const).map((kind) => ({ kind, seconds, events })),
  ),
);

function readOptions() {
  const { values } = parseArgs({
    options: {
      json: { type: 'string' },
      services: { type: 'string', default: '5' },
      pace: { type: 'string', default: '4' },
      only: { type: 'string' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  const { json, only, help } = values;
  const [services, pace] = [Number(values.services), Number(values.pace)];
  if (!Number.isInteger(services) || services < 1)
    throw new Error(`--services must be a whole number from 1 on, not ${values.services}`);
  if (!(pace >= 1)) throw new Error(`--pace must be at least 1, not ${values.pace}`);
  if (only !== undefined && only !== 'healthy' && only !== 'failing')
    throw new Error(`--only must be healthy or failing, not ${only}`);
  return { json, only, help, services, pace };
}

async function main(): Promise<void> {
  const { json, only, help, services, pace } = readOptions();
  if (help) {
    console.log(HELP);
    return;
  }
  const packaged = await packagePipeline();
  const cloud = await startCloud({ engine: 'process', pace });
  const measured: Measured[] = [];
  try {
    Object.assign(process.env, cloud.environment);
    const chat = await startChat();
    await putSecrets(chat.url);
    await deployPipeline(packaged, 'slipway-dev', { ProbeLoopbackSuffix: '.localhost' });
    progress(`launching ${services} services`);
    const fleet = await makeFleet(new URL(cloud.account.endpoint).host, 'fleet', services);
    const applied = await ask<Answer>({ command: 'apply', config: configurationFor([fleet]) });
    if (applied.kind !== 'applied') throw new Error(`slipway.yml was not taken: ${JSON.stringify(applied)}`);
    await warmUp(cloud, fleet, pace);
    for (const one of CASES.filter(({ kind }) => only === undefined || kind === only)) {
      progress(`${one.kind}, ${one.seconds} s, ${one.events ? 'with' : 'without'} events of ECS`);
      measured.push(await measure(cloud, fleet, one, pace));
    }
    chat.close();
  } finally {
    await cloud.close();
  }
  progress('');
  printMeasured(measured, pace);
  if (json !== undefined) await writeFile(json, `${JSON.stringify(toJson(measured, pace), undefined, 2)}\n`);
  for (const broken of measured.flatMap(brokenPromises)) {
    console.error(broken);
    process.exitCode = 1;
  }
}

/** The first deployment proves what ran before as well, and all functions start cold: no figures of it. */
async function warmUp(cloud: Parameters<typeof measure>[0], fleet: Fleet, pace: number): Promise<void> {
  progress('a first release, so that each service has a good one');
  await measure(cloud, fleet, { kind: 'healthy', seconds: 0, events: true }, pace);
}

function brokenPromises({ kind, seconds, events, ...figures }: Measured): string[] {
  const name = `${kind}, ${seconds} s, ${events ? 'with' : 'without'} events`;
  const wanted = kind === 'healthy' ? 'verified' : 'rolled-back';
  const others = Object.keys(figures.verdicts).filter((verdict) => verdict !== wanted);
  const [took, limit] = events
    ? [figures.secondsToVerdict, LIMITS.withEvents]
    : [figures.awsSecondsToVerdict, LIMITS.withoutEvents];
  return [
    ...(others.length === 0 ? [] : [`${name}: some ended ${others.join(', ')} and not ${wanted}`]),
    ...(took <= limit
      ? []
      : [`${name}: the verdict came after ${took.toFixed(2)} s: the limit is ${limit} s`]),
  ];
}

function toJson(measured: readonly Measured[], pace: number): object {
  return {
    units: { time: 's', billed: 'ms', cost: 'USD a deployment', calls: 'a deployment' },
    formula: FORMULA,
    pace,
    node: process.version,
    platform: `${process.platform}/${process.arch}`,
    limits: LIMITS,
    cases: measured,
  };
}

function progress(text: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\u001b[K${text}`);
  else if (text !== '') process.stderr.write(`${text}\n`);
}

await main();
