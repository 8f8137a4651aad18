import { expect, it } from 'vitest';
import { plannedRuns } from '../../../shared/deployment/planned-runs.ts';

it('tell the name that will be asked, and not the place that it leads to before names move', () => {
  const image = { containers: ['web'], after: 'web@sha256:1' };
  const plan = { live: 'v1', revision: 'new', base: 'v1', image, changes: [], runs: [] };
  const health = { path: '/health', status: [200], consecutive: 3, intervalSeconds: 1, timeoutSeconds: 5 };
  const runs = plannedRuns(
    plan,
    {
      name: 'prod',
      targets: [{ kind: 'beanstalk', application: 'web', environment: 'web-prod', port: 80 }],
      health: { ...health, limitSeconds: 60, bakeSeconds: 0 },
      rolloutLimitSeconds: 600,
    },
    { kind: 'ready', addresses: [{ url: 'http://name', at: 'blue' }] },
    { repository: 'web', digest: 'sha256:1', image: 'web@sha256:1' },
  );
  expect(runs.map(({ what }) => what).join()).toContain('GET http://name/health');
  expect(JSON.stringify(runs)).not.toContain('blue');
});
