import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { readBundle } from '../../../cli/bundle-folder.ts';
import {
  type BundleFolders,
  diffConfig,
  filesNamed,
  formatProblem,
  parseConfig,
} from '../../../shared/config/index.ts';
import type { BundleFile } from '../../../shared/deployment/beanstalk-target.ts';

/** A pipeline whose one stage has this under `beanstalk`, in line 7. */
const pipeline = (beanstalk: string, more = '') => `pipelines:
  web:
    image: web
    stages:
      - name: prod
        target:
          beanstalk: ${beanstalk}
${more}`;

const folder = (...files: BundleFile[]): BundleFolders => new Map([['eb', { files }]]);

function parse(text: string, bundles?: BundleFolders) {
  const parsed = parseConfig(text, 'slipway.yml', 'us-east-1', undefined, bundles);
  return parsed.ok
    ? { target: parsed.pipelines[0]?.stages[0].targets[0], warnings: parsed.warnings.map(formatProblem) }
    : { problems: parsed.problems.map(formatProblem) };
}

const COMPOSE: BundleFile = { path: 'docker-compose.yml', content: 'services: { web: { image: web } }' };
const at = 'pipelines.web.stages[0].target.beanstalk';

it('takes policy, options and variables as option settings, and the bundle whole', () => {
  const text = pipeline(`
            application: shop
            environment: shop-prod
            strategy: swap
            standby: shop-green
            cname: shop
            bundle: eb
            containers: [web]
            policy: { type: Rolling, batchSize: 25%, timeoutSeconds: 900 }
            options: [{ namespace: "aws:autoscaling:asg", name: MinSize, value: 2 }]
            environmentVariables: { LOG: debug, OLD: null }
            health: Ok
            region: eu-west-1`);
  expect(filesNamed(text)).toEqual({ templates: [], bundles: ['eb'] });
  const command = (name: string, value: string) => ({
    namespace: 'aws:elasticbeanstalk:command',
    name,
    value,
  });
  const variable = (name: string, value: string | null) => ({
    namespace: 'aws:elasticbeanstalk:application:environment',
    name,
    value,
  });
  expect(parse(text, folder(COMPOSE))).toEqual({
    target: {
      kind: 'beanstalk',
      application: 'shop',
      environment: 'shop-prod',
      swap: { standby: 'shop-green', cname: 'shop' },
      bundle: { folder: 'eb', files: [COMPOSE] },
      containers: ['web'],
      options: [
        { namespace: 'aws:autoscaling:asg', name: 'MinSize', value: '2' },
        variable('LOG', 'debug'),
        variable('OLD', null),
        command('BatchSize', '25'),
        command('BatchSizeType', 'Percentage'),
        command('DeploymentPolicy', 'Rolling'),
        command('Timeout', '900'),
      ],
      health: 'Ok',
      region: 'eu-west-1',
    },
    warnings: [],
  });
});

it.each([
  [
    '{ application: shop, environment: shop-prod }',
    `slipway.yml:7:11: ${at}.port is missing: on which port does the container listen? Or name a "bundle" that says so`,
  ],
  [
    '{ application: shop, environment: e, port: 80 }',
    `slipway.yml:7:56: ${at}.environment must be the name of an environment: 4 to 40 letters, digits or "-"`,
  ],
  [
    '{ application: shop, environment: shop-prod, port: 80, strategy: swap, cname: shop }',
    `${at}.standby is missing: the strategy "swap" needs it`,
  ],
  [
    '{ application: shop, environment: shop-prod, port: 80, cname: shop }',
    `${at}.cname is only for "strategy: swap"`,
  ],
  [
    '{ application: shop, environment: shop-prod, port: 80, polcy: { type: Rolling } }',
    `${at}.polcy is not a key that is known here; did you mean "policy"?`,
  ],
  [
    '{ application: shop, environment: shop-prod, port: 80, policy: { type: Immutable, batchSize: 1 } }',
    `${at}.policy.batchSize is only for Rolling and RollingWithAdditionalBatch`,
  ],
  [
    '{ application: shop, environment: shop-prod, port: 80, health: Severe }',
    `${at}.health must be Ok, Info or Warning`,
  ],
  [
    '{ application: shop, environment: shop-prod, bundle: ../eb }',
    `${at}.bundle must be a folder beside or below slipway.yml`,
  ],
  [
    '{ application: shop, environment: shop-prod, bundle: eb }',
    `${at}.bundle names eb, which cannot be read: it was not sent along with slipway.yml`,
  ],
])('says what is wrong with %s', (text, problem) => {
  expect(parse(pipeline(text))).toEqual({ problems: [expect.stringContaining(problem)] });
});

it('names bad JSON and YAML of a bundle by file and line', () => {
  const text = pipeline('{ application: shop, environment: shop-prod, bundle: eb }');
  const problems = (...files: BundleFile[]) => parse(text, folder(...files)).problems;
  expect(problems({ path: 'Dockerrun.aws.json', content: '{\n  "AWSEBDockerrunVersion": "1",\n}' })).toEqual([
    expect.stringMatching(/^eb\/Dockerrun\.aws\.json:3:1: .*is not valid JSON/),
  ]);
  expect(problems({ path: 'Dockerrun.aws.json', content: '{ "AWSEBDockerrunVersion": "4" }' })).toEqual([
    expect.stringContaining('must be "1", 2 or "3", not "4"'),
  ]);
  expect(problems({ path: 'Dockerrun.aws.json', content: '{ "AWSEBDockerrunVersion": "3" }' })).toEqual([
    expect.stringContaining('of version 3 needs a docker-compose.yml beside it'),
  ]);
  expect(problems({ path: 'docker-compose.yml', content: 'services:\n  web:\n    ports: [80]\n' })).toEqual([
    expect.stringMatching(/^eb\/docker-compose\.yml:\d+:\d+: services\.web has neither "image" nor "build"$/),
  ]);
  expect(problems(COMPOSE, { path: '.ebextensions/01.config', content: 'a: [\n' })).toEqual([
    expect.stringMatching(/^eb\/\.ebextensions\/01\.config:\d+:\d+: .*is not valid YAML/),
  ]);
  expect(problems({ path: 'README.md', content: '' })).toEqual([
    expect.stringContaining('has neither Dockerrun.aws.json nor docker-compose.yml'),
  ]);
});

it('refuses tasks, which Elastic Beanstalk has none of, and an environment that two stages have', () => {
  const one = '{ application: shop, environment: shop-prod, port: 80 }';
  expect(parse(pipeline(one, '        before: [{ name: migrate, command: [migrate] }]\n')).problems).toEqual([
    expect.stringContaining(
      'stages[0].before cannot be run on Elastic Beanstalk, which has no one-off tasks',
    ),
  ]);
  const two = `      - { name: other, target: { beanstalk: { application: shop, environment: other, strategy: swap, standby: shop-prod, cname: shop, port: 80 } } }\n`;
  expect(parse(pipeline(one, two)).problems).toEqual([
    expect.stringContaining(
      'is the Elastic Beanstalk environment shop-prod, which the stage prod of the pipeline web rolls already',
    ),
  ]);
  expect(
    parse(pipeline('{ application: a, environment: shop-prod, port: 80 }, ecs: {}')).problems,
  ).not.toBeUndefined();
});

it('refuses a limit that TrafficSplitting alone would pass, wherever that is said', () => {
  const said = (target: string, more = '') =>
    parse(pipeline(`{ application: shop, environment: shop-prod, port: 80, ${target} }`, more));
  const hour = 'policy: { type: TrafficSplitting, percent: 10%, minutes: 60 }';
  const problem =
    'stages[0].rollout.limit is 30m, but TrafficSplitting alone looks at a new version for 60 minutes: each update would be stopped and taken back';
  expect(said(hour).problems).toEqual([expect.stringContaining(problem)]);
  const option = '{ namespace: "aws:elasticbeanstalk:trafficsplitting", name: EvaluationTime, value: 60 }';
  expect(said(`options: [${option}]`).problems).toEqual([expect.stringContaining(problem)]);
  expect(said(hour, '        rollout: { limit: 1h }\n').problems).toEqual([
    expect.stringMatching(/^slipway\.yml:8:\d+: .*is 1h, but/),
  ]);
  expect(said('policy: { type: TrafficSplitting }', '        rollout: { limit: 5m }\n').problems).toEqual([
    expect.stringContaining('for 5 minutes'),
  ]);
  expect(said(hour, '        rollout: { limit: 90m }\n').problems).toBeUndefined();
  expect(said(`policy: { type: Immutable }, options: [${option}]`).problems).toBeUndefined();
});

it('tells what changes, without secrets', () => {
  const pipelines = (text: string) => {
    const parsed = parseConfig(pipeline(text), 'slipway.yml');
    if (!parsed.ok) throw new Error(parsed.problems.map(formatProblem).join());
    return parsed.pipelines;
  };
  const before = pipelines(
    '{ application: shop, environment: shop-prod, port: 80, environmentVariables: { DB_PASSWORD: old, LOG: a } }',
  );
  const after = pipelines(
    '{ application: shop, environment: shop-prod, port: 3000, environmentVariables: { DB_PASSWORD: new, LOG: b } }',
  );
  expect(diffConfig(before, after)).toEqual([
    'web prod: target.port changes from 80 to 3000',
    expect.stringMatching(
      /^web prod: target\.options\.aws:elasticbeanstalk:application:environment\.DB_PASSWORD changes from •+ to •+$/,
    ),
    'web prod: target.options.aws:elasticbeanstalk:application:environment.LOG changes from a to b',
  ]);
});

it('reads a folder as it is: bytes, programs, and nothing of other tools', async () => {
  const root = await mkdtemp(join(tmpdir(), 'bundle-'));
  await mkdir(join(root, '.platform/hooks'), { recursive: true });
  await mkdir(join(root, '.elasticbeanstalk'));
  await writeFile(join(root, 'docker-compose.yml'), 'services: {}');
  await writeFile(join(root, '.platform/hooks/a'), Buffer.from([0xff, 0]), { mode: 0o755 });
  await writeFile(join(root, '.elasticbeanstalk/config.yml'), 'x');
  expect(await readBundle(root)).toEqual({
    files: [
      { path: '.platform/hooks/a', content: '/wA=', encoding: 'base64', executable: true },
      { path: 'docker-compose.yml', content: 'services: {}' },
    ],
  });
  await writeFile(join(root, 'large'), Buffer.alloc(300_000));
  expect(await readBundle(root)).toMatchObject({ unreadable: expect.stringContaining('larger than 256 KB') });
  expect(await readBundle(join(root, 'none'))).toEqual({ unreadable: 'ENOENT' });
  await rm(root, { recursive: true });
});
