import { afterAll, beforeAll, expect, it } from 'vitest';
import { configurationFor, makeFleet } from '../../bench/deployments/fleet.ts';
import { roll } from '../../bench/deployments/roll.ts';
import { ask } from '../../local/start/pipeline.ts';
import { Stage } from './stage.ts';

/** `npm run bench:many` does the same with 200. */
const SERVICES = 14;
/** Fleets are launched and rolled: longer than a slow machine takes, in milliseconds. */
const LIMIT_MS = 600_000;

let stage: Stage;

beforeAll(async () => {
  stage = await Stage.open();
});
afterAll(() => stage?.close());

it(
  'a push rolls many services with the throttling of ECS on: none is lost, none calls more than one alone would',
  async () => {
    const { host } = new URL(stage.cloud.account.endpoint);
    const [one, many] = [await makeFleet(host, 'one', 1), await makeFleet(host, 'many', SERVICES)];
    const config = configurationFor([one, many]);
    expect(await ask<{ kind: string }>({ command: 'apply', config })).toMatchObject({ kind: 'applied' });
    stage.cloud.faults.add({ kind: 'throttle-buckets' });
    const alone = await roll(stage.cloud, one);
    const together = await roll(stage.cloud, many);
    expect(alone.verdicts).toEqual({ verified: 1 });
    expect(together.verdicts).toEqual({ verified: SERVICES });
    expect(together.callsEach).toBeLessThan(alone.callsEach * 1.1);
  },
  LIMIT_MS,
);
