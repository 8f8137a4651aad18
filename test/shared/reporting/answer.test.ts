import { expect, test } from 'vitest';
import type { DeploymentRecord, TargetStatus } from '../../../shared/deployment/commands.ts';
import type { GoodRelease } from '../../../shared/deployment/model.ts';
import { formatAnswer } from '../../../shared/reporting/answer.ts';
import { formatAge, formatSpan } from '../../../shared/reporting/times.ts';

const now = Date.UTC(2026, 10, 21, 7, 40);
const good: GoodRelease = {
  repository: 'web',
  image: `registry.example/web@sha256:${'a'.repeat(64)}`,
  digest: `sha256:${'a'.repeat(64)}`,
  commit: 'b81e6a20c4f7d3952a60e1f8d7c6b5a493827160',
  revision: 'arn:aws:ecs:us-east-1:000000000000:task-definition/web:3',
  deployment: 'web-1',
  order: 1,
  verifiedAt: now - 3 * 3600_000,
};
const health = {
  path: '/',
  status: [200],
  consecutive: 3,
  intervalSeconds: 1,
  timeoutSeconds: 5,
  limitSeconds: 60,
  bakeSeconds: 0,
};
const record: DeploymentRecord = {
  deployment: {
    id: 'web-2',
    pipeline: 'web',
    stage: {
      name: 'prod',
      target: { kind: 'ecs', cluster: 'web', service: 'web' },
      health,
      rolloutLimitSeconds: 60,
    },
    target: 'ecs:us-east-1:web/web',
    kind: 'deploy',
    release: {
      repository: 'web',
      image: `registry.example/web@sha256:${'c'.repeat(64)}`,
      digest: `sha256:${'c'.repeat(64)}`,
    },
    order: 2,
    requestedBy: 'mira',
    requestedAt: now - 300_000,
    configVersion: 1,
  },
  trail: [
    { step: 'took-turn', at: now - 299_600, detail: '' },
    { step: 'prepared', at: now - 298_000, detail: 'web:4' },
  ],
  ending: {
    verdict: 'rolled-back',
    reason: 'It answered 500.',
    endedAt: now - 206_000,
    now: good,
    url: 'http://web.example/',
  },
};

test('the state of each target is a line, and what is wrong is said below', () => {
  const targets: TargetStatus[] = [
    {
      pipeline: 'web',
      stage: 'prod',
      service: 'web',
      target: 'ecs:us-east-1:web/web',
      live: good,
      running: { deployment: 'web-3', release: record.deployment.release, since: now - 61_000 },
      last: {
        deployment: 'web-2',
        verdict: 'rolled-back',
        reason: 'It answered 500.',
        endedAt: now - 206_000,
      },
    },
    {
      pipeline: 'api',
      stage: 'prod',
      service: 'api',
      target: 'ecs:us-east-1:api/api',
      broken: 'the rollback failed too.',
    },
  ];
  expect(formatAnswer({ kind: 'status', targets }, now)).toBe(
    [
      'PIPELINE  STAGE  TARGET  LIVE     VERIFIED  RUNNING                            WAITING  LAST',
      'web       prod   web     b81e6a2  3 h ago   sha256:cccccccccccc for 1 min 1 s  -        rolled-back 3 min ago',
      'api       prod   api     -        -         -                                  -        -',
      'web prod web, web-2: It answered 500.',
      'api prod api is broken: the rollback failed too.',
    ].join('\n'),
  );
});

test('a history is a table, one deployment is its trail', () => {
  expect(formatAnswer({ kind: 'history', deployments: [record] }, now)).toBe(
    [
      'DEPLOYMENT  ASKED      STAGE  KIND    RELEASE              VERDICT      TOOK        REASON',
      'web-2       5 min ago  prod   deploy  sha256:cccccccccccc  rolled-back  1 min 34 s  It answered 500.',
    ].join('\n'),
  );
  expect(formatAnswer({ kind: 'show', record }, now)).toBe(
    [
      'web-2, deploy of sha256:cccccccccccc on web prod',
      `image: registry.example/web@sha256:${'c'.repeat(64)}`,
      'target: ecs:us-east-1:web/web',
      'asked by mira 5 min ago',
      '07:35:00    +0.4 s  took-turn',
      '07:35:02      +2 s  prepared      web:4',
      'rolled-back after 1 min 34 s: It answered 500.',
      'runs now: b81e6a2 (sha256:aaaaaaaaaaaa)',
      'address: http://web.example/',
    ].join('\n'),
  );
});

test('the short answers', () => {
  expect(formatAnswer({ kind: 'requested', deployments: [record.deployment] }, now)).toBe(
    'Requested: web-2, deploy of sha256:cccccccccccc on web prod',
  );
  expect(formatAnswer({ kind: 'rejected', reason: 'No such image.' }, now)).toBe('Rejected: No such image.');
  expect(formatAnswer({ kind: 'applied', version: 3, changes: ['a: b'], stored: true }, now)).toBe(
    'Stored as version 3.\n  a: b',
  );
  expect(formatAnswer({ kind: 'applied', version: 3, changes: [], stored: false }, now)).toBe(
    'Nothing changes; version 3 stays.',
  );
});

test('times read as a person would say them', () => {
  expect([0.04, 0.44, 9.96, 59.4, 60, 3599, 7500, 90_000].map(formatSpan)).toEqual([
    '0 s',
    '0.4 s',
    '10 s',
    '59 s',
    '1 min',
    '59 min 59 s',
    '2 h 5 min',
    '1 d 1 h',
  ]);
  expect([-5, 0.2, 59, 61, 7200, 200_000].map((seconds) => formatAge(now - seconds * 1000, now))).toEqual([
    'just now',
    'just now',
    '59 s ago',
    '1 min ago',
    '2 h ago',
    '2 d ago',
  ]);
});
