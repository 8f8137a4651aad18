import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { Load } from '../../../local/start/load.ts';
import { Environments } from './environments.ts';

/** How long an instance has for its commands and to become healthy: less than what AWS gives by default. Seconds. */
const COMMAND = 'timeoutSeconds: 360';

const POLICIES = {
  'all-at-once': `type: AllAtOnce, ${COMMAND}`,
  rolling: `type: Rolling, batchSize: 1, ${COMMAND}`,
  'additional-batch': `type: RollingWithAdditionalBatch, batchSize: 1, ${COMMAND}`,
  immutable: `type: Immutable, ${COMMAND}`,
  'traffic-splitting': `type: TrafficSplitting, percent: 20%, minutes: 3, ${COMMAND}`,
} as const;
const NAMES = Object.keys(POLICIES);

/** With these no request fails, whatever the version does. AllAtOnce stops what runs everywhere before it starts the new one. */
const WITHOUT_A_GAP = NAMES.filter((name) => name !== 'all-at-once');

/** Requests that are under way are let end, however long they take on a slow machine: 20 AWS seconds are one real second. */
const DRAINED = { DeregistrationDelay: '300' };

/** Milliseconds between two requests of a client: four environments are asked at the same time. */
const PAUSE_MS = 50;

describe('each deployment policy', () => {
  let scene: Environments;
  const loads = new Map<string, Load>();

  beforeAll(async () => {
    scene = await Environments.open(
      Object.fromEntries(
        Object.entries(POLICIES).map(([name, policy]) => [
          name,
          { policy, patience: '4s', process: DRAINED },
        ]),
      ),
    );
    for (const name of WITHOUT_A_GAP) {
      const load = new Load(PAUSE_MS);
      load.start(`${await scene.url(name)}/version`);
      loads.set(name, load);
    }
  });
  afterEach(() => scene?.cure());
  afterAll(async () => {
    await Promise.all([...loads.values()].map((load) => load.stop()));
    await scene?.close();
  });

  const deployEverywhere = () => Promise.all(NAMES.map((name) => scene.deploy(name)));

  it('takes back a version that crashes', async () => {
    for (const service of NAMES) scene.fault({ kind: 'crash-task', service, image: scene.next, exitCode: 3 });
    const records = await deployEverywhere();
    for (const [index, name] of NAMES.entries()) {
      const { ending } = records[index] ?? {};
      expect(ending?.verdict, `${name}: ${ending?.reason}`).toBe('rolled-back');
      expect(ending?.reason, name).toContain('Back on');
      await scene.expectRuns(name, scene.before);
    }
  });

  it('takes back a version that answers 500', async () => {
    for (const service of NAMES) scene.fault({ kind: 'answer', service, image: scene.next, status: 500 });
    const records = await deployEverywhere();
    for (const [index, name] of NAMES.entries()) {
      const { ending } = records[index] ?? {};
      expect(ending?.verdict, `${name}: ${ending?.reason}`).toBe('rolled-back');
      await scene.expectRuns(name, scene.before);
    }
  });

  it('brings a good version to every instance', async () => {
    const records = await deployEverywhere();
    for (const [index, name] of NAMES.entries()) {
      const { ending } = records[index] ?? {};
      expect(ending?.verdict, `${name}: ${ending?.reason}`).toBe('verified');
      await scene.expectRuns(name, scene.next);
    }
  });

  it.each(WITHOUT_A_GAP)('and no request fails with the policy %s', (name) => {
    const load = loads.get(name);
    expect(load?.failures).toEqual([]);
    expect(load?.requests).toBeGreaterThan(100);
  });
});
