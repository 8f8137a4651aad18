import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Deployment, Ending, HealthCheck } from '../../../shared/deployment/model.ts';
import { runDeployment } from '../../../shared/deployment/workflow.ts';
import { FakeJournal, FakeWorld } from './fake-world.ts';

const HEALTH: HealthCheck = {
  status: [200],
  consecutive: 3,
  intervalSeconds: 1,
  timeoutSeconds: 5,
  limitSeconds: 60,
  bakeSeconds: 120,
};

function deploymentWith(health: Partial<HealthCheck>, commit = 'c1'): Deployment {
  return {
    id: 'web-prod-1',
    pipeline: 'web',
    stage: {
      name: 'prod',
      target: { kind: 'ecs', cluster: 'web', service: 'web' },
      health: { ...HEALTH, ...health },
      rolloutLimitSeconds: 120,
    },
    target: 'ecs:here:web/web',
    kind: 'deploy',
    release: {
      repository: 'web',
      digest: 'sha256:1',
      image: 'host/web@sha256:1',
      ...(commit ? { commit } : {}),
    },
    order: 5,
    requestedBy: 'test',
    requestedAt: 1_000_000,
    configVersion: 1,
  };
}

function run(world: FakeWorld, asked: Deployment, cuts: readonly string[] = []): Promise<Ending> {
  const journal = new FakeJournal(world, cuts);
  return journal.drive(() => runDeployment(asked.id, journal, world.ports(asked)));
}

/** What runs is healthy only for so many seconds after the new revision came. */
function sickAfter(seconds: number, hasBalancer: boolean): FakeWorld {
  const world: FakeWorld = new FakeWorld({}, (revision) => {
    since ??= revision === 'rev-1' ? world.now : undefined;
    return revision !== 'rev-1' || since === undefined || world.now - since < seconds * 1000;
  });
  let since: number | undefined;
  world.hasBalancer = hasBalancer;
  return world;
}

describe('while a release bakes', () => {
  it('it is asked again and again, and verified at the end', async () => {
    const world = new FakeWorld();
    const before = world.now;
    const ending = await run(world, deploymentWith({}));
    expect(ending.verdict).toBe('verified');
    expect(ending.reason).toContain('It stayed healthy for 120 s: 0 of 24 requests failed.');
    expect(world.now - before).toBeGreaterThanOrEqual(120_000);
  });

  it.each([true, false])(
    'it is taken back when it gets sick (with a load balancer: %s)',
    async (hasBalancer) => {
      const world = sickAfter(60, hasBalancer);
      const ending = await run(world, deploymentWith({}));
      expect(ending.verdict).toBe('rolled-back');
      expect(ending.reason).toContain('it did not stay healthy');
      expect(world.running).toBe('rev-0');
    },
  );

  it('it comes to the same end wherever it is cut', async () => {
    const cut = fc.record({
      place: fc.integer({ min: 1, max: 60 }),
      when: fc.constantFrom('before', 'after'),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(cut, { maxLength: 5 }),
        fc.boolean(),
        fc.boolean(),
        async (cuts, balancer, sick) => {
          const make = () => sickAfter(sick ? 60 : Number.POSITIVE_INFINITY, balancer);
          const world = make();
          const ending = await run(
            world,
            deploymentWith({}),
            cuts.map(({ place, when }) => `${place} ${when}`),
          );
          expect(ending.verdict).toBe(sick ? 'rolled-back' : 'verified');
          expect(world.running).toBe(sick ? 'rev-0' : 'rev-1');
          expect(world.state.claim).toBeUndefined();
        },
      ),
      { numRuns: 200 },
    );
  });
});

describe('what could never be proved is rejected, and nothing is touched', () => {
  const inspected = (more: object) => {
    const world = new FakeWorld();
    const { inspect } = world.target;
    world.target.inspect = async () => {
      const found = await inspect();
      return found.kind === 'ready' ? { ...found, ...more } : found;
    };
    return world;
  };

  it.each([
    [
      'an internal load balancer',
      { addresses: [{ url: 'http://inside', internal: true }] },
      'SLIPWAY_PROBE_SUBNETS',
    ],
    [
      'a load balancer without a way in',
      { addresses: [], unreachable: 'No way in.' },
      'No way in. Or say by health.url',
    ],
  ])('%s', async (_, found, told) => {
    const world = inspected(found);
    const ending = await run(world, deploymentWith({}));
    expect(ending).toMatchObject({ verdict: 'rejected', reason: expect.stringContaining(told) });
    expect(world.rollouts).toEqual([]);
    // Whoever says where to ask is believed.
    expect((await run(inspected(found), deploymentWith({ url: 'https://app.example' }))).verdict).toBe(
      'verified',
    );
  });

  it('a version that nobody knows', async () => {
    const world = new FakeWorld();
    const ending = await run(world, deploymentWith({ version: { body: true } }, ''));
    expect(ending).toMatchObject({
      verdict: 'rejected',
      reason: expect.stringContaining('give its image a tag'),
    });
    expect(world.rollouts).toEqual([]);
  });
});
