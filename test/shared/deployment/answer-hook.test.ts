import { expect, it } from 'vitest';
import { answerHook, type HookCall, type HookPorts } from '../../../shared/deployment/answer-hook.ts';
import type { HealthCheck, Release } from '../../../shared/deployment/model.ts';
import type { ProbeRequest } from '../../../shared/deployment/ports.ts';
import { emptyTarget, type TargetState } from '../../../shared/deployment/target-state.ts';
import { nameOfTarget } from '../../../shared/deployment/targets.ts';

const health: HealthCheck = {
  status: [200],
  consecutive: 2,
  intervalSeconds: 1,
  timeoutSeconds: 1,
  limitSeconds: 10,
  bakeSeconds: 0,
  path: '/health',
  url: 'https://app.example.com',
  version: { body: true },
};
const call: HookCall = {
  id: '0c9d6a1e-7b62',
  stage: 'POST_TEST_TRAFFIC_SHIFT',
  rollout: 'rollout-1',
  target: 'ecs:here:main/web',
  where: 'test',
};
const release = (digest: string, commit: string): Release => ({
  repository: 'web',
  image: `host/web@${digest}`,
  digest,
  commit,
});

/** What it is asked to probe, and what it says. */
function world(state: TargetState, { digests = ['sha256:new'], healthy = true, targets = 1 } = {}) {
  const asked: ProbeRequest[] = [];
  let now = state;
  const settings = { kind: 'ecs', cluster: 'main', service: 'web' } as const;
  const ports: HookPorts = {
    now: () => 1000,
    targetKey: (target) => `ecs:here:main/${nameOfTarget(target)}`,
    config: async () => ({
      pipelines:
        targets === 0
          ? []
          : [
              {
                name: 'web',
                repository: 'web',
                stages: [{ name: 'prod', targets: [settings], health, rolloutLimitSeconds: 60 }],
              },
            ],
    }),
    see: async () => ({ digests, addresses: [{ url: 'http://testers:8080' }] }),
    probe: async (requests) => {
      asked.push(...requests);
      return requests.map(() => ({ healthy, attempts: 3, last: healthy ? '200' : '404', seconds: 1 }));
    },
    ledger: {
      target: async () => now,
      note: async () => undefined,
      deployment: async (id) => ({
        id,
        pipeline: 'web',
        stage: { name: 'prod', target: settings, health, rolloutLimitSeconds: 60 },
        target: call.target,
        kind: 'deploy',
        release: release('sha256:new', 'c0ffee'),
        order: 2,
        requestedBy: 'push',
        requestedAt: 0,
        configVersion: 1,
      }),
      changeTarget: async (_, change) => {
        const { state: next, result } = change(now);
        now = next;
        return result;
      },
    },
  };
  return { asked, ports, answer: () => answerHook(call, ports), claim: () => now.claim };
}

const held: TargetState = {
  ...emptyTarget,
  claim: { deployment: 'web-1', order: 2, leaseUntil: 2000, since: 0 },
  good: [
    { ...release('sha256:old', 'decade'), revision: 'rev-1', deployment: 'web-0', order: 1, verifiedAt: 0 },
  ],
};

it("asks the testers' listener, not the address that users have, for the version that is rolled", async () => {
  const { answer, asked } = world(held);
  expect(await answer()).toMatchObject({ goesOn: true });
  expect(asked).toMatchObject([
    { url: 'http://testers:8080/health', version: { expected: { commit: 'c0ffee' } } },
  ]);
});

it('asks a restored release for its own version', async () => {
  const { answer, asked } = world(held, { digests: ['sha256:old'] });
  await answer();
  expect(asked).toMatchObject([{ version: { expected: { commit: 'decade' } } }]);
});

it('leaves what it saw to the holder, for the verdict', async () => {
  const { answer, claim } = world(held, { healthy: false });
  expect(await answer()).toMatchObject({ goesOn: false });
  expect(claim()?.hook).toEqual({ rollout: 'rollout-1', reason: expect.stringContaining('404') });
});

it('asks for somebody else’s rollout too, but for no version that it cannot know', async () => {
  const { answer, asked, claim } = world(emptyTarget, { healthy: false });
  expect(await answer()).toMatchObject({ goesOn: false });
  expect(asked[0]).not.toHaveProperty('version');
  expect(claim()).toBeUndefined();
});

it('does not let on what no stage is configured for', async () => {
  const { answer, asked } = world(emptyTarget, { targets: 0 });
  expect(await answer()).toEqual({ goesOn: false, reason: expect.stringContaining('slipway.yml') });
  expect(asked).toEqual([]);
});

it('holds up no way back', async () => {
  const { asked, ports } = world(held, { healthy: false });
  expect(await answerHook({ ...call, where: 'back' }, ports)).toMatchObject({ goesOn: true });
  expect(asked).toEqual([]);
});
