import { expect, it } from 'vitest';
import type { Cause } from '../../../shared/deployment/causes.ts';
import type { Deployment } from '../../../shared/deployment/model.ts';
import { runDeployment } from '../../../shared/deployment/workflow.ts';
import { FakeJournal, FakeWorld } from './fake-world.ts';

const deployment: Deployment = {
  id: 'web-prod-1',
  pipeline: 'web',
  stage: {
    name: 'prod',
    target: { kind: 'ecs', cluster: 'web', service: 'web' },
    health: {
      path: '/',
      status: [200],
      consecutive: 1,
      intervalSeconds: 1,
      timeoutSeconds: 5,
      limitSeconds: 60,
      bakeSeconds: 0,
    },
    rolloutLimitSeconds: 3 * 3600,
  },
  target: 'ecs:here:web/web',
  kind: 'deploy',
  release: { repository: 'web', digest: 'sha256:1', image: 'host/web@sha256:1', commit: 'c1' },
  order: 5,
  requestedBy: 'test',
  requestedAt: 1_000_000,
  configVersion: 1,
};

const cause = (text: string, rank: number): Cause => ({ what: text, times: 1, rank, text });

it('asks why at the first failed task and when the provider goes back, once each, and tells it hours later', async () => {
  const world = new FakeWorld();
  const began = world.now;
  const asked: number[] = [];
  let round = 0;
  world.target.look = async (_, revision) => {
    if (revision === 'rev-0') return { phase: 'succeeded', revision, digests: ['sha256:0'] };
    round++;
    if (round < 3) return { phase: 'running', detail: 'coming up' };
    if (round < 300) return { phase: 'running', detail: 'a task failed', trouble: 'failing' };
    if (round < 400) return { phase: 'running', detail: 'going back', trouble: 'going-back' };
    return { phase: 'taken-back', reason: 'the circuit breaker went back' };
  };
  // Stopped tasks are described for an hour, targets as long as they are there.
  world.target.diagnose = async () => {
    asked.push(round);
    if (round < 10) return [cause('1 task stopped: exit code 1', 1)];
    return round < 400 ? [cause('2 targets are unhealthy', 3)] : [];
  };
  const journal = new FakeJournal(world);
  const ending = await journal.drive(() => runDeployment(deployment.id, journal, world.ports(deployment)));
  expect(world.now - began).toBeGreaterThan(3_600_000);
  expect(ending.verdict).toBe('rolled-back');
  expect(ending.reason).toMatch(
    /^the circuit breaker went back\. 1 task stopped: exit code 1\. 2 targets are unhealthy\./,
  );
  expect(asked).toEqual([3, 300, 400]);
  expect(world.trail.find(({ step }) => step === 'diagnose')?.detail).toBe(
    '1 task stopped: exit code 1\n2 targets are unhealthy',
  );
});
