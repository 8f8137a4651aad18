import { expect, test } from 'vitest';
import type { PlannedTarget, ReleasePlan } from '../../../shared/deployment/plan.ts';
import { formatPlan } from '../../../shared/reporting/plan.ts';

const image = 'host/team/web';
const [old, next] = ['9b1c5d2e77aa', '4c02f7d1e0bb'].map((start) => `sha256:${start.padEnd(64, '0')}`);
const live = 'arn:aws:ecs:eu-west-1:1:task-definition/web:41';

const planned: PlannedTarget = {
  kind: 'planned',
  target: 'ecs:eu-west-1:main/web',
  name: 'web',
  live,
  revision: 'new',
  base: live,
  now: {
    repository: 'team/web',
    image: `${image}@${old}`,
    digest: old ?? '',
    commit: '1f2e3d4'.padEnd(40, '0'),
  },
  image: { containers: ['web'], before: `${image}@${old}`, after: `${image}@${next}` },
  changes: [
    { path: 'containerDefinitions.web.image', before: `${image}@${old}`, after: `${image}@${next}` },
    { path: 'containerDefinitions.web.environment.LOG_LEVEL', before: 'info', after: 'debug' },
    {
      path: 'containerDefinitions.web.environment.SMTP_PASSWORD',
      before: '••••',
      after: '•••• (changed)',
      secret: true,
    },
    { path: 'containerDefinitions.web.secrets.API_KEY', after: '/shop/api-key' },
    { path: 'containerDefinitions.web.command', before: ['serve', '--verbose'] },
  ],
  runs: [
    { kind: 'register', what: 'RegisterTaskDefinition: a new revision of web, once' },
    {
      kind: 'probe',
      what: 'GET http://web.example/health until it answers 200 3 times in a row (60 s at most)',
    },
  ],
  obstacles: ['frozen by cli since 2026-11-21T10:00Z: release party'],
};

const plan: ReleasePlan = {
  pipeline: 'web',
  stage: 'prod',
  configVersion: 7,
  release: {
    repository: 'team/web',
    image: `${image}@${next}`,
    digest: next ?? '',
    commit: '5a6b7c8'.padEnd(40, '0'),
  },
  targets: [planned],
};

test('a plan is a line for each field, with images by digest and commit', () => {
  expect(
    formatPlan(plan, false),
  ).toBe(`Plan for web prod: 5a6b7c8 (sha256:4c02f7d1e0bb), with version 7 of slipway.yml

web: web:41 → a new revision
  base   the revision that runs, web:41
  image  1f2e3d4 (sha256:9b1c5d2e77aa) → 5a6b7c8 (sha256:4c02f7d1e0bb) in web
  ~ containerDefinitions.web.image: host/team/web@sha256:9b1c5d2e77aa → host/team/web@sha256:4c02f7d1e0bb
  ~ containerDefinitions.web.environment.LOG_LEVEL: info → debug
  ~ containerDefinitions.web.environment.SMTP_PASSWORD: •••• → •••• (changed)
  + containerDefinitions.web.secrets.API_KEY: /shop/api-key
  - containerDefinitions.web.command: ["serve","--verbose"]
  first  frozen by cli since 2026-11-21T10:00Z: release party
  then   RegisterTaskDefinition: a new revision of web, once
         GET http://web.example/health until it answers 200 3 times in a row (60 s at most)

Nothing was changed: this is what \`slipway deploy\` would do.`);
});

test('colours are for terminals only', () => {
  expect(formatPlan(plan, true)).toContain(
    '\u001b[32m+ containerDefinitions.web.secrets.API_KEY: /shop/api-key\u001b[0m',
  );
  expect(formatPlan(plan, false)).not.toContain('\u001b');
});

test('what cannot be deployed to, and what does not change, says so', () => {
  const refused: PlannedTarget = {
    kind: 'refused',
    target: 't',
    name: 'worker',
    reason: 'There is no such service.',
  };
  expect(formatPlan({ ...plan, targets: [planned, refused] }, false)).toMatch(
    /worker\n {2}cannot be deployed to: There is no such service\.\n\n1 of 2 cannot be deployed to\. Nothing was changed\.$/,
  );
  const same: PlannedTarget = { ...planned, revision: live, changes: [] };
  expect(formatPlan({ ...plan, targets: [same] }, false)).toMatch(/ {2}no changes\n(?:.*\n)+\nNo changes\.$/);
});
