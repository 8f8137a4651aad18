import { afterEach, beforeEach, expect, test } from 'vitest';
import { parseConfig } from '../../../shared/config/index.ts';
import { Rejected } from '../../../shared/deployment/errors.ts';
import type { Pipeline } from '../../../shared/deployment/model.ts';
import { imageName } from '../../../shared/sweep/image-names.ts';
import { resourceKinds } from '../../../shared/sweep/kinds.ts';
import type { References } from '../../../shared/sweep/references.ts';
import { readSweepRequest } from '../../../shared/sweep/request.ts';
import { sweep } from '../../../shared/sweep/sweep.ts';
import { AwsDouble } from './aws-double.ts';

const now = Date.UTC(2026, 10, 21);
const digest = (letter: string) => `sha256:${letter.repeat(64)}`;
const arn = (name: string) => `arn:aws:ecs:us-east-1:000000000000:task-definition/${name}`;
const nothing: References = { references: async () => ({ images: [], taskDefinitions: [] }) };

function pipelines(): readonly Pipeline[] {
  const text =
    'pipelines: { web: { image: web, stages: [{ name: prod, target: { ecs: { cluster: main, service: web } } }] } }';
  const parsed = parseConfig(text, 'slipway.yml');
  return parsed.ok ? parsed.pipelines : [];
}

let aws: AwsDouble;
let clients: Awaited<ReturnType<AwsDouble['start']>>;

beforeEach(async () => {
  aws = new AwsDouble();
  clients = await aws.start();
  // Five revisions of web, each with an image of its own; the service is on the third.
  for (const [index, letter] of [...'abcde'].entries()) {
    aws.revisions.set(arn(`web:${index + 1}`), {
      status: 'ACTIVE',
      image: `registry.example/web@${digest(letter)}`,
    });
    aws.images.set(digest(letter), { tags: [letter] });
  }
  aws.services.set('web', [arn('web:3')]);
});
afterEach(() => aws.stop());

function run(request: object, ledger = nothing) {
  const { dryRun, policy } = readSweepRequest({ keepNewest: 0, ...request });
  const kinds = resourceKinds(clients, pipelines());
  return sweep({ ecs: clients.ecs, kinds, ledger, policy, dryRun, now });
}

function ids(items: readonly { readonly id: string }[]): string[] {
  return items.map(({ id }) => (id.includes('/') ? id.slice(id.lastIndexOf('/') + 1) : id.slice(0, 12)));
}

test('a dry run says what would go and touches nothing', async () => {
  const report = await run({});
  expect(ids(report.removed)).toEqual(
    ['web:1', 'web:2', 'web:4', 'web:5', ...'abde'].map((id) => (id.length === 1 ? `web@sha256:${id}` : id)),
  );
  expect(report).toMatchObject({ dryRun: true, kept: 2, bytes: 40, failures: [] });
  expect(aws.calls).toEqual([]);
});

test('revisions are deregistered, then deleted, and after them their images', async () => {
  aws.revisions.set(arn('web:1'), { status: 'INACTIVE', image: `web@${digest('a')}` });
  const report = await run({ dryRun: false, keepNewest: 1 });
  expect(aws.calls).toEqual([
    'deregister web:2',
    'deregister web:4',
    'delete web:2,web:4,web:1',
    expect.stringMatching(/^delete sha256:a+,sha256:b+$/),
  ]);
  expect(report).toMatchObject({ dryRun: false, kept: 2 + 3, failures: [] });
  expect([...aws.images.keys()]).toEqual([...'cde'].map(digest));
});

test('all that may use something is asked: deployments, tasks, the ledger, other families', async () => {
  aws.services.set('web', [arn('web:3'), arn('web:2')]);
  aws.services.set('other', [arn('other:1')]);
  aws.services.set('third', [arn('third:7')]);
  aws.revisions.set(arn('other:1'), { status: 'ACTIVE', image: 'registry.example/else:1' });
  // Of nobody's service, and inactive but of a service that has no task now.
  aws.revisions.set(arn('cron:1'), { status: 'ACTIVE', image: 'registry.example/web:a' });
  aws.revisions.set(arn('third:7'), { status: 'INACTIVE', image: `web@${digest('f')}` });
  aws.images.set(digest('f'), {});
  aws.images.set(digest('9'), {});
  aws.tasks.set('task/main/1', { image: 'web:e', imageDigest: digest('9'), taskDefinitionArn: arn('web:4') });
  const ledger = {
    references: async () => ({ images: [digest('e')], taskDefinitions: [arn('web:5'), arn('web:99')] }),
  };
  const report = await run({ dryRun: false }, ledger);
  expect(ids(report.removed)).toEqual(['web:1']);
  expect(report.failures).toEqual([]);
});

test('the revision that a deployment under way may have chosen stays, though the service does not have it yet', async () => {
  const ledger = { references: async () => ({ images: [digest('a')], taskDefinitions: [] }) };
  expect(ids((await run({ dryRun: false, keepNewest: 0 }, ledger)).removed)).not.toContain('web:1');
  expect(aws.revisions.has(arn('web:1'))).toBe(true);
});

test('an index is proved by one of its parts, and goes before its parts', async () => {
  aws.images.clear();
  aws.images.set(digest('1'), { parts: [digest('2'), digest('3')], tags: ['new'] });
  aws.images.set(digest('2'), {});
  aws.images.set(digest('3'), {});
  aws.images.set(digest('4'), { parts: [digest('5')], tags: ['old'] });
  aws.images.set(digest('5'), {});
  aws.tasks.set('task/main/1', {
    image: 'web:new',
    imageDigest: digest('2'),
    taskDefinitionArn: arn('web:3'),
  });
  await run({ dryRun: false, kinds: ['ecr-images'] });
  expect(aws.calls).toEqual([`delete ${digest('4')}`, `delete ${digest('5')}`]);
});

test('when only images are swept, every revision that is there holds its image', async () => {
  expect((await run({ dryRun: false, kinds: ['ecr-images'] })).removed).toEqual([]);
});

test.each([
  'ListClusters',
  'ListServices',
  'DescribeServices',
  'ListTasks',
  'ListTaskDefinitions',
  'DescribeTaskDefinition',
  'DescribeImages',
])('when %s fails nothing is removed', async (refusedOperation) => {
  aws.before = (operation) => {
    if (operation === refusedOperation) throw new Error('AccessDeniedException');
  };
  await expect(run({ dryRun: false })).rejects.toThrow('as told');
  expect(aws.calls).toEqual([]);
});

test('when the ledger cannot be read nothing is removed', async () => {
  const ledger = { references: () => Promise.reject(new Error('the table is gone')) };
  await expect(run({ dryRun: false }, ledger)).rejects.toThrow('the table is gone');
  expect(aws.calls).toEqual([]);
});

test('what comes into use between the decision and the removal stays', async () => {
  let looks = 0;
  aws.before = (operation) => {
    if (operation === 'ListClusters' && ++looks === 3) aws.services.set('web', [arn('web:3'), arn('web:1')]);
  };
  const report = await run({ dryRun: false });
  expect(ids(report.removed)).toEqual([
    'web:2',
    'web:4',
    'web:5',
    'web@sha256:b',
    'web@sha256:d',
    'web@sha256:e',
  ]);
});

test('what could not be removed is a failure, and keeps what it holds', async () => {
  aws.before = (operation) => {
    if (operation === 'DeregisterTaskDefinition') throw new Error('ThrottlingException');
  };
  const report = await run({ dryRun: false });
  expect(report.removed).toEqual([]);
  expect(report.failures).toHaveLength(4);
  expect(report.failures[0]).toEqual({
    kind: 'task-definitions',
    id: arn('web:1'),
    message: 'not deregistered: ThrottlingException: as told',
  });
  expect(aws.images.size).toBe(5);
});

test('a repository that is not there yet is nothing to sweep', async () => {
  aws.before = (operation) => {
    if (operation === 'DescribeImages') throw new Error('RepositoryNotFoundException');
  };
  expect(ids((await run({})).removed)).toEqual(['web:1', 'web:2', 'web:4', 'web:5']);
});

test('without a word a sweep is dry, over all kinds, and careful', () => {
  const rule = { keepNewest: 5, minimumAgeSeconds: 86_400 };
  const all = { dryRun: true, policy: { 'task-definitions': rule, 'ecr-images': rule } };
  expect(readSweepRequest({})).toEqual(all);
  expect(readSweepRequest(undefined)).toEqual(all);
  expect(() => readSweepRequest({ dryrun: false })).toThrow(Rejected);
  expect(() => readSweepRequest({ kinds: ['buckets'] })).toThrow('kinds');
});

test.each([
  ['registry.example:5000/team/web:v1', 'team/web:v1'],
  ['127.0.0.1:4510/web', 'web:latest'],
  ['web:v1', 'web:v1'],
  [`web:v1@${digest('a')}`, digest('a')],
])('the image %s is looked up as %s', (reference, name) => {
  expect(imageName(reference)).toBe(name);
});
