import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { startCloud } from '../local/cloud.ts';
import { startChat } from '../local/start/announcements.ts';
import { deployPipeline } from '../local/start/deploy-pipeline.ts';
import { packagePipeline } from '../local/start/package-pipeline.ts';
import { ask, putSecrets } from '../local/start/pipeline.ts';
import type { Answer } from '../shared/deployment/commands.ts';
import { configurationFor, makeFleet } from './deployments/fleet.ts';
import { type Rolled, roll } from './deployments/roll.ts';

const HELP = `Rolls many services by one push, with the throttling of ECS as AWS publishes it, and compares with one service.

npm run bench:many -- [--services 200] [--pace 1] [--json FILE]

  --services N    services that one push rolls: each is a deployment of its own
  --pace N        how many times faster than AWS the local cloud's own waiting goes, its buckets included
  --json FILE     writes all figures as one JSON object

Exit code 1 when one is lost or not verified, or when a deployment among many makes over 10 % more calls than one alone.`;

/** How many more calls a deployment among many may make than one alone. */
const TOLERATED = 0.1;
function readOptions() {
  const { values } = parseArgs({
    options: {
      services: { type: 'string', default: '200' },
      pace: { type: 'string', default: '1' },
      json: { type: 'string' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  const [services, pace] = [Number(values.services), Number(values.pace)];
  if (!Number.isInteger(services) || services < 1)
    throw new Error(`--services must be a whole number from 1 on, not ${values.services}`);
  if (!(pace >= 1)) throw new Error(`--pace must be at least 1, not ${values.pace}`);
  return { services, pace, json: values.json, help: values.help };
}

async function main(): Promise<void> {
  const { services, pace, json, help } = readOptions();
  if (help) {
    console.log(HELP);
    return;
  }
  const packaged = await packagePipeline();
  const cloud = await startCloud({ engine: 'process', pace });
  let one: Rolled;
  let many: Rolled;
  try {
    Object.assign(process.env, cloud.environment);
    const chat = await startChat();
    await putSecrets(chat.url);
    await deployPipeline(packaged, 'slipway-dev', { ProbeLoopbackSuffix: '.localhost' });
    const { host } = new URL(cloud.account.endpoint);
    const single = await makeFleet(host, 'one', 1);
    progress(`launching ${services} services`);
    const fleet = await makeFleet(host, 'many', services);
    const applied = await ask<Answer>({ command: 'apply', config: configurationFor([single, fleet]) });
    if (applied.kind !== 'applied') throw new Error(`slipway.yml was not taken: ${JSON.stringify(applied)}`);
    cloud.faults.add({ kind: 'throttle-buckets' });
    one = await roll(cloud, single, progress);
    many = await roll(cloud, fleet, progress);
    chat.close();
  } finally {
    await cloud.close();
  }
  print(one, many);
  if (json !== undefined)
    await writeFile(json, `${JSON.stringify({ pace, node: process.version, one, many }, undefined, 2)}\n`);
  for (const broken of brokenPromises(one, many)) {
    console.error(broken);
    process.exitCode = 1;
  }
}

function brokenPromises(one: Rolled, many: Rolled): string[] {
  const bad = [one, many].filter(({ deployments, verdicts }) => verdicts.verified !== deployments);
  const more = many.callsEach / one.callsEach - 1;
  return [
    ...bad.map(({ deployments, verdicts }) => `of ${deployments}: ${JSON.stringify(verdicts)}`),
    ...(more <= TOLERATED
      ? []
      : [`a deployment among many makes ${(more * 100).toFixed(1)} % more calls than one alone`]),
  ];
}

function print(one: Rolled, many: Rolled): void {
  const row = (name: string, figure: (rolled: Rolled) => string) =>
    console.log(`${name.padEnd(48)} ${figure(one).padStart(16)} ${figure(many).padStart(16)}`);
  row('deployments', ({ deployments }) => `${deployments}`);
  row('verdicts', ({ verdicts }) =>
    Object.entries(verdicts)
      .map(([name, count]) => `${count} ${name}`)
      .join(', '),
  );
  row('from the push to the last verdict, s', ({ seconds }) => seconds.toFixed(1));
  row('calls throttled, of all', ({ throttled }) => `${throttled}`);
  for (const name of [...new Set([...Object.keys(one.calls), ...Object.keys(many.calls)])].sort())
    row(`  ${name}`, ({ calls }) => (calls[name] ?? 0).toFixed(2));
  row('calls a deployment', ({ callsEach }) => callsEach.toFixed(2));
}

function progress(text: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\u001b[K${text}`);
}

await main();
