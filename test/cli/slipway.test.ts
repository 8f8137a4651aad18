import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { FakeFunctions } from './fake-functions.ts';
import { record } from './record.ts';

let functions: FakeFunctions;
let folder: string;

beforeEach(async () => {
  functions = new FakeFunctions();
  await functions.start();
  folder = mkdtempSync(join(tmpdir(), 'slipway-cli-'));
});
afterEach(async () => {
  await functions.stop();
  rmSync(folder, { recursive: true });
});

test('status, history and show ask and print', async () => {
  functions.answer = ({ payload }) =>
    payload.command === 'status'
      ? { body: { kind: 'status', targets: [] } }
      : { body: { kind: 'history', deployments: [record] } };
  expect((await functions.slipway(['status', 'web'])).out).toContain('There is no pipeline yet');
  const history = await functions.slipway(['history', 'web', '--limit', '5', '--function', 'mine']);
  expect(history.out).toContain('web-prod-1');
  functions.answer = () => ({ body: { kind: 'rejected', reason: 'There is no deployment x.' } });
  const shown = await functions.slipway(['show', 'x', '--json']);
  expect(shown.code).toBe(1);
  expect(JSON.parse(shown.out)).toEqual({ kind: 'rejected', reason: 'There is no deployment x.' });
  expect(functions.invocations).toEqual([
    { name: 'slipway-dev-receive-command', payload: { command: 'status', pipeline: 'web' } },
    { name: 'mine', payload: { command: 'history', pipeline: 'web', limit: 5 } },
    { name: 'slipway-dev-receive-command', payload: { command: 'show', deployment: 'x' } },
  ]);
});

test('apply checks the file here before it sends it', async () => {
  const file = join(folder, 'slipway.yml');
  const good =
    'pipelines: { web: { image: web, stages: [{ name: prod, target: { ecs: { cluster: web, service: web } } }] } }\n';
  writeFileSync(file, good.replace('image', 'imag'));
  const wrong = await functions.slipway(['apply', file]);
  expect(wrong.code).toBe(1);
  expect(wrong.out).toContain(
    `${file}:1:21: pipelines.web.imag is not a key that is known here; did you mean "image"?`,
  );
  expect(functions.invocations).toEqual([]);

  writeFileSync(file, good);
  expect(await functions.slipway(['check-config', file])).toEqual({
    code: 0,
    error: '',
    out: `${file} is valid: web (prod)\n`,
  });
  functions.answer = () => ({ body: { kind: 'applied', version: 2, changes: ['web: …'], stored: true } });
  expect(await functions.slipway(['apply', file])).toEqual({
    code: 0,
    error: '',
    out: 'Stored as version 2.\n  web: …\n',
  });
  expect(functions.invocations[0]?.payload).toEqual({ command: 'apply', config: good });
  expect(await functions.slipway(['apply', join(folder, 'none.yml')])).toMatchObject({
    code: 2,
    error: expect.stringContaining('cannot be read: ENOENT'),
  });
});

test('a sweep is dry unless --remove, and failures make it 1', async () => {
  const report = {
    dryRun: true,
    removed: [
      { kind: 'ecr-images', id: 'web@sha256:1', reason: 'nothing uses it, 3 h old', bytes: 57_123_456 },
    ],
    kept: 3,
    bytes: 57_123_456,
    failures: [],
  };
  functions.answer = () => ({ body: report });
  const dry = await functions.slipway(['sweep']);
  expect(dry).toEqual({
    code: 0,
    error: '',
    out: [
      'KIND        WHAT          SIZE     WHY',
      'ecr-images  web@sha256:1  57.1 MB  nothing uses it, 3 h old',
      '1 would be removed (57.1 MB), 3 kept.',
      'This was a dry run. To remove them: slipway sweep --remove',
      '',
    ].join('\n'),
  });
  functions.answer = () => ({
    body: { ...report, dryRun: false, failures: [{ kind: 'k', id: 'i', message: 'm' }] },
  });
  const real = await functions.slipway([
    'sweep',
    '--remove',
    '--kind',
    'ecr-images',
    '--keep',
    '1',
    '--min-age',
    '1h',
  ]);
  expect(real).toMatchObject({
    code: 1,
    out: expect.stringContaining('failed: i: m\n1 removed (57.1 MB), 3 kept, 1 failed.'),
  });
  expect(functions.invocations).toEqual([
    { name: 'slipway-dev-sweep', payload: { dryRun: true } },
    {
      name: 'slipway-dev-sweep',
      payload: { dryRun: false, kinds: ['ecr-images'], keepNewest: 1, minimumAgeSeconds: 3600 },
    },
  ]);
});

test.each([
  [['nonsense'], "unknown command 'nonsense'"],
  [['deploy', 'web'], "missing required argument 'image'"],
  [['deploy', 'web', 'v 1'], '"image" must be a tag, a commit'],
  [['history', 'web', '--limit', 'x'], 'It must be a whole number.'],
  [['sweep', '--kind', 'buckets'], 'Allowed choices are task-definitions, ecr-images'],
  [['status', '--colour'], "unknown option '--colour'"],
])('a wrong command line (%j) ends with 2 and asks nothing', async (words, part) => {
  const ended = await functions.slipway(words);
  expect(ended).toMatchObject({ code: 2, out: '', error: expect.stringContaining(part) });
  expect(functions.invocations).toEqual([]);
});

test.each([
  [
    { status: 404, headers: { 'x-amzn-errortype': 'ResourceNotFoundException' }, body: {} },
    3,
    'There is no function slipway-dev-receive-command',
  ],
  [
    { status: 403, headers: { 'x-amzn-errortype': 'AccessDeniedException' }, body: { message: 'not you' } },
    3,
    'AccessDeniedException: not you',
  ],
  [{ body: 'no json' }, 3, 'did not answer with JSON'],
  [{ body: { kind: 'new' } }, 3, 'update one of both'],
  [
    {
      headers: { 'x-amz-function-error': 'Unhandled' },
      body: { errorType: 'Error', errorMessage: 'out of luck', trace: ['at secret'] },
    },
    1,
    'slipway-dev-receive-command failed: Error: out of luck (its log: /aws/lambda/slipway-dev-receive-command)',
  ],
])('what goes wrong is said in one line (%#)', async (answer, code, part) => {
  functions.answer = () => answer;
  const ended = await functions.slipway(['status']);
  expect(ended).toMatchObject({ code, out: '', error: expect.stringContaining(part) });
  expect(ended.error.trim().split('\n')).toHaveLength(1);
});

test('without a network, a region or credentials it ends with 3 and shows no secret', async () => {
  const nobody = { AWS_ENDPOINT_URL: 'http://127.0.0.1:9', HOME: folder };
  const away = await functions.slipway(['status', '--debug'], nobody);
  expect(away).toMatchObject({
    code: 3,
    error: expect.stringContaining('could not be reached at http://127.0.0.1:9'),
  });
  expect(away.error).not.toContain('do-not-show-this');
  const lost = await functions.slipway(['status'], { AWS_REGION: undefined, HOME: folder });
  expect(lost).toMatchObject({ code: 3, error: expect.stringContaining('No AWS region is set') });
  const unknown = { AWS_ACCESS_KEY_ID: undefined, AWS_SECRET_ACCESS_KEY: undefined, HOME: folder };
  const stranger = await functions.slipway(['status'], unknown);
  expect(stranger).toMatchObject({
    code: 3,
    error: expect.stringContaining('No AWS credentials were found'),
  });
});

test('help is told for each command', async () => {
  const words = ['apply', 'check-config', 'status', 'history', 'show', 'deploy', 'rollback', 'sweep'];
  const told = await Promise.all(words.map((word) => functions.slipway([word, '--help'])));
  for (const { code, out } of told)
    expect({ code, out }).toEqual({ code: 0, out: expect.stringContaining('--json') });
});
