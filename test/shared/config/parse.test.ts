import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatProblem, parseConfig } from '../../../shared/config/index.ts';

const web = `pipelines:
  web:
    source: { github: sample/web }
    image: web
    stages:
      - name: prod
        target: { ecs: { cluster: web, service: web } }
`;

function problems(text: string): string[] {
  const parsed = parseConfig(text, 'slipway.yml', 'us-east-1');
  return parsed.ok ? [] : parsed.problems.map(formatProblem);
}

test('what is not said gets its default, and durations become seconds', () => {
  const text = `${web}        health: { path: /health, status: [200, 204], interval: 500ms, bake: 2m }\n`;
  expect(parseConfig(text, 'slipway.yml')).toEqual({
    ok: true,
    warnings: [],
    pipelines: [
      {
        name: 'web',
        source: { provider: 'github', repository: 'sample/web', branch: 'main' },
        repository: 'web',
        stages: [
          {
            name: 'prod',
            targets: [{ kind: 'ecs', cluster: 'web', service: 'web' }],
            health: {
              path: '/health',
              status: [200, 204],
              consecutive: 3,
              intervalSeconds: 0.5,
              timeoutSeconds: 5,
              limitSeconds: 60,
              bakeSeconds: 120,
            },
            rolloutLimitSeconds: 1800,
          },
        ],
      },
    ],
  });
});

test('every key at once', () => {
  const text = `pipelines:
  web:
    source: { github: sample/web, branch: release/1 }
    build: { project: web-build }
    image: team/web
    stages:
      - name: prod
        target: { ecs: { cluster: web, service: web, containers: [web], region: eu-west-1 } }
        health: { path: /health, status: 200, consecutive: 3, interval: 1, timeout: 5s, limit: 60s, bake: 0s, url: "http://web.example:8080" }
        rollout: { limit: 30m, onNewer: interrupt }
`;
  const parsed = parseConfig(text, 'slipway.yml');
  expect(parsed).toMatchObject({
    ok: true,
    pipelines: [
      {
        build: { project: 'web-build' },
        stages: [
          {
            targets: [{ service: 'web', containers: ['web'], region: 'eu-west-1' }],
            health: { intervalSeconds: 1, url: 'http://web.example:8080' },
            onNewer: 'interrupt',
          },
        ],
      },
    ],
  });
});

test('tasks before and after a rollout', () => {
  const text = `${web}        before:
          - { name: migrate, command: [node, migrate.mjs], timeout: 30m, environment: { DRY: false }, cpu: 512, memory: 1024 }
        after: [{ name: smoke, command: [sh, -c, "test 1 = 1"], container: web }]
`;
  const parsed = parseConfig(text, 'slipway.yml');
  expect(parsed.ok && parsed.pipelines[0]?.stages[0]).toMatchObject({
    before: [
      {
        name: 'migrate',
        command: ['node', 'migrate.mjs'],
        timeoutSeconds: 1800,
        environment: { DRY: 'false' },
        cpu: 512,
        memory: 1024,
      },
    ],
    after: [{ name: 'smoke', container: 'web', timeoutSeconds: 600 }],
  });
});

test.each([
  [
    '        before: [{ name: a, command: node migrate.mjs }]',
    'slipway.yml:8:38: pipelines.web.stages[0].before[0].command must be a list, e.g. [node, migrate.mjs]',
  ],
  [
    '        after: [{ name: a, command: [a] }, { name: a, command: [b] }]',
    'slipway.yml:8:52: pipelines.web.stages[0].after[1].name "a" is the name of an earlier task',
  ],
  [
    '        before: [{ name: a, command: [a], timeout: 2d }]',
    'slipway.yml:8:52: pipelines.web.stages[0].before[0].timeout must be a duration: "500ms", "10s", "5m", "1h" or a number of seconds, not "2d"',
  ],
])('a task that cannot be: %s', (line, problem) => {
  expect(problems(`${web}${line}\n`)).toEqual([problem]);
});

test('tasks of services that are rolled in parallel are refused', () => {
  const text = `${web.replace('service: web', 'services: [web, worker]')}        before: [{ name: a, command: [a] }]\n`;
  expect(problems(text)).toEqual([
    'slipway.yml:8:17: pipelines.web.stages[0].before needs "order: in-order" in the target: services that are rolled in parallel do not wait for tasks',
  ]);
});

test.each([
  ['', ['slipway.yml:1:1: the file is empty; it must begin with "pipelines:"']],
  ['pipelines: [', [expect.stringMatching(/^slipway\.yml:1:13: pipelines is not valid YAML: /)]],
  ['pipelines:\n', ['slipway.yml:1:11: pipelines must be a mapping (key: value), not empty']],
  [
    web.replace('cluster', 'clutser'),
    [
      'slipway.yml:7:19: pipelines.web.stages[0].target.ecs.cluster is missing',
      'slipway.yml:7:26: pipelines.web.stages[0].target.ecs.clutser is not a key that is known here; did you mean "cluster"?',
    ],
  ],
  [
    `${web}        gates: none\n`,
    [
      'slipway.yml:8:9: pipelines.web.stages[0].gates is not a key that is known here; known are name, target, health, rollout, before, after',
    ],
  ],
  [
    `${web}        rollout: { onNewer: replace }\n`,
    ['slipway.yml:8:29: pipelines.web.stages[0].rollout.onNewer must be "queue" or "interrupt"'],
  ],
  [
    web.replace('image: web', 'image: 12'),
    ['slipway.yml:4:12: pipelines.web.image must be a text, not the number 12; put it in quotes'],
  ],
  [
    web.replace('image: web', 'image: Web:latest'),
    [
      'slipway.yml:4:12: pipelines.web.image must be the name of an ECR repository, in lower case and without host, tag or digest (e.g. "team/web")',
    ],
  ],
  [
    `${web}        health: { interval: 5 min, limit: 0 }\n`,
    [
      'slipway.yml:8:29: pipelines.web.stages[0].health.interval must be a duration: "500ms", "10s", "5m", "1h" or a number of seconds, not "5 min"',
      'slipway.yml:8:43: pipelines.web.stages[0].health.limit must be between 1s and 10m, not 0',
    ],
  ],
  [
    `${web}        health: { consecutive: 10, interval: 10s }\n`,
    [
      'slipway.yml:8:9: pipelines.web.stages[0].health.limit is too short for 10 answers with 10 s between them',
    ],
  ],
  [
    web.replace('  web:', '  "we b":'),
    ['slipway.yml:2:3: pipelines.we b must be a name of 1 to 40 letters, digits, "-" or "_"'],
  ],
  [
    'pipelines: { web: { image: web, stages: [] } }',
    ['slipway.yml:1:33: pipelines.web.stages[0] is missing'],
  ],
  [
    'pipelines: { web: { image: web, stages: [{ nam: prod, target: { ecs: { cluster: web, service: web } } }] } }',
    [
      'slipway.yml:1:42: pipelines.web.stages[0].name is missing',
      'slipway.yml:1:44: pipelines.web.stages[0].nam is not a key that is known here; did you mean "name"?',
    ],
  ],
  [web + web.slice('pipelines:\n'.length), ['slipway.yml:8:3: pipelines.web is given twice']],
  [
    `${web}      - name: prod\n        target: { ecs: { cluster: web, service: web, region: us-east-1 } }\n`,
    [
      'slipway.yml:8:15: pipelines.web.stages[1].name "prod" is the name of an earlier stage',
      'slipway.yml:9:17: pipelines.web.stages[1].target is the ECS service web/web, which the stage prod of the pipeline web rolls already; a target belongs to one stage',
    ],
  ],
  [
    web +
      web
        .slice('pipelines:\n'.length)
        .replace('  web:', '  other:')
        .replace('service: web', 'service: other'),
    [
      'slipway.yml:10:12: pipelines.other.image "web" is already the repository of the pipeline web; give each pipeline its own',
    ],
  ],
])('what is wrong is said with file, line and field (%#)', (text, expected) => {
  expect(problems(text)).toEqual(expected);
});

test('several pipelines may build from one branch of a monorepo', () => {
  const other = web
    .slice('pipelines:\n'.length)
    .replaceAll(/\bweb\b(?! *})/g, 'api')
    .replace('sample/api', 'sample/web');
  expect(problems(web + other.replace('service: web', 'service: api'))).toEqual([]);
});

test('a part that is named once may be used again, and a problem in it is found where it stands', () => {
  const anchored = web.replace('target: { ecs', 'health: &calm { bake: 1m }\n        target: { ecs');
  const reused = `      - { name: qa, target: { ecs: { cluster: qa, service: web } }, health: *calm }\n`;
  expect(parseConfig(anchored + reused, 'slipway.yml')).toMatchObject({
    ok: true,
    pipelines: [{ stages: [{ health: { bakeSeconds: 60 } }, { health: { bakeSeconds: 60 } }] }],
  });
  expect(problems(anchored.replace('1m', '1y') + reused)).toContainEqual(
    expect.stringMatching(/^slipway\.yml:7:31: pipelines\.web\.stages\[1\]\.health\.bake must be a duration/),
  );
});

test('a build that nothing starts is warned of', () => {
  const parsed = parseConfig(
    web.replace('source: { github: sample/web }', 'build: { project: web }'),
    'slipway.yml',
  );
  expect(parsed.ok && parsed.warnings.map(formatProblem)).toEqual([
    'slipway.yml:3:5: pipelines.web.build is never started, for the pipeline has no source whose pushes would start it',
  ]);
});

test('no text makes it throw, and every problem has a place in the file', () => {
  const pieces = fc.constantFrom(
    ...web.split(/(?<=[\s:{},])/),
    '&a ',
    '*a',
    '<<: ',
    '- ',
    '? ',
    '!!set ',
    '"',
    '\t',
    '\n',
  );
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.array(pieces).map((parts) => parts.join('')),
      ),
      (text) => {
        const parsed = parseConfig(text, 'f');
        if (parsed.ok) return;
        expect(parsed.problems.length).toBeGreaterThan(0);
        for (const { line, column } of parsed.problems) {
          expect(line).toBeGreaterThanOrEqual(1);
          expect(line).toBeLessThanOrEqual(text.split(/\r?\n/).length + 1);
          expect(column).toBeGreaterThanOrEqual(1);
        }
      },
    ),
    { numRuns: 500 },
  );
});

test('several services of a stage, each a target of its own', () => {
  const several = (ecs: string) => web.replace('{ cluster: web, service: web }', `{ cluster: web, ${ecs} }`);
  expect(parseConfig(several('services: [web, worker], order: in-order'), 'slipway.yml')).toMatchObject({
    ok: true,
    pipelines: [{ stages: [{ inOrder: true, targets: [{ service: 'web' }, { service: 'worker' }] }] }],
  });
  const at = 'pipelines.web.stages[0].target.ecs';
  expect(problems(several('service: web, services: [worker]'))).toEqual([
    `slipway.yml:7:64: ${at}.services cannot be given beside "service": name all of them here and leave "service" out`,
  ]);
  expect(problems(several('region: us-east-1'))).toEqual([
    `slipway.yml:7:19: ${at}.service is missing (or "services")`,
  ]);
  expect(problems(several('services: [web, worker, web]'))).toEqual([
    `slipway.yml:7:64: ${at}.services[2] "web" is named twice`,
  ]);
  expect(problems(several('service: web, order: in-order'))).toEqual([
    `slipway.yml:7:61: ${at}.order needs "services" to be ordered`,
  ]);
  expect(problems(several('services: [web, worker], order: first'))).toEqual([
    `slipway.yml:7:72: ${at}.order must be "parallel" or "in-order"`,
  ]);
});

test('a role of another account, which only a deployer may be, and its external id', () => {
  const role = 'arn:aws:iam::444455556666:role/slipway-deployer';
  const under = (keys: string) => web.replace('service: web }', `service: web, ${keys} }`);
  expect(parseConfig(under(`role: "${role}", externalId: ours`), 'slipway.yml')).toMatchObject({
    ok: true,
    pipelines: [{ stages: [{ targets: [{ service: 'web', role, externalId: 'ours' }] }] }],
  });
  const at = 'pipelines.web.stages[0].target.ecs';
  expect(problems(under('role: "arn:aws:iam::444455556666:role/admin"'))).toEqual([
    `slipway.yml:7:60: ${at}.role must be the ARN of a role whose name begins with "slipway-deployer" (arn:aws:iam::ACCOUNT:role/slipway-deployer…): Slipway may take no other`,
  ]);
  expect(problems(under('externalId: ours'))).toEqual([
    `slipway.yml:7:66: ${at}.externalId needs "role" to be taken with it`,
  ]);
  // Services of two accounts may be called alike; of one account they may not.
  const twice = (other: string) =>
    `${web}      - name: other\n        target: { ecs: { cluster: web, service: web, ${other} } }\n`;
  expect(problems(twice(`role: "${role}"`))).toEqual([]);
  expect(problems(twice('region: us-east-1'))).toEqual([
    expect.stringContaining(
      'is the ECS service web/web, which the stage prod of the pipeline web rolls already',
    ),
  ]);
});
