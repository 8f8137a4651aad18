import { expect, test } from 'vitest';
import {
  diffConfig,
  filesNamed,
  formatProblem,
  parseConfig,
  type TemplateFiles,
} from '../../../shared/config/index.ts';
import type { TargetSettings } from '../../../shared/deployment/model.ts';

/** A pipeline whose one stage has this under `task`, which begins in line 9. */
function pipeline(task: string): string {
  return `pipelines:
  web:
    image: web
    stages:
      - name: prod
        target:
          ecs:
            cluster: web
            service: web
            task: ${task}
`;
}

const TEMPLATE = '{"family":"web","containerDefinitions":[{"name":"web","fieldOfNextYear":[null]}]}';

function files(text: string, file = 'task.json'): TemplateFiles {
  return new Map([[file, { text }]]);
}

const taskOf = (target?: TargetSettings) => (target?.kind === 'ecs' ? target.task : undefined);

function parse(task: string, templates?: TemplateFiles) {
  const parsed = parseConfig(pipeline(task), 'slipway.yml', 'us-east-1', templates);
  return parsed.ok
    ? {
        task: taskOf(parsed.pipelines[0]?.stages[0].targets[0]),
        warnings: parsed.warnings.map(formatProblem),
      }
    : { problems: parsed.problems.map(formatProblem) };
}

test('sizes are written as ECS keeps them, and a template is kept whole', () => {
  const task = `{ template: task.json, cpu: 0.5 vCPU, memory: 2 GB, tags: { team: a, old: null },
              containers: { web: { environment: { LOG: debug, OLD: null }, secrets: { KEY: "arn:aws:ssm:x" }, cpu: 1, memory: 64, memoryReservation: 32, command: [serve, "8080"] } } }`;
  expect(parse(task, files(TEMPLATE))).toEqual({
    task: {
      template: { file: 'task.json', definition: JSON.parse(TEMPLATE) },
      cpu: '512',
      memory: '2048',
      tags: { team: 'a', old: null },
      containers: {
        web: {
          environment: { LOG: 'debug', OLD: null },
          secrets: { KEY: 'arn:aws:ssm:x' },
          cpu: 1,
          memory: 64,
          memoryReservation: 32,
          command: ['serve', '8080'],
        },
      },
    },
    warnings: [],
  });
  expect(filesNamed(pipeline(task)).templates).toEqual(['task.json']);
});

test('a template may be YAML, and what DescribeTaskDefinition answered', () => {
  const yaml =
    'taskDefinition:\n  family: web\n  containerDefinitions: [{ name: web }]\ntags: [{ key: a, value: b }]\n';
  expect(parse('{ template: deep/task.yml }', files(yaml, 'deep/task.yml'))).toMatchObject({
    task: {
      template: {
        definition: {
          family: 'web',
          containerDefinitions: [{ name: 'web' }],
          tags: [{ key: 'a', value: 'b' }],
        },
      },
    },
  });
});

test.each([
  ['{"family": "web",\n "cpu": tru}', ["task.json:2:12: the file is not valid JSON: Unexpected token '}'"]],
  ['{"a":1,\n}', ['task.json:2:1: the file is not valid JSON: Expected double-quoted property name']],
  ['{"a":', ['task.json:1:6: the file is not valid JSON: it ends too soon']],
  ['[]', ['task.json:1:1: the file must be one task definition: a mapping']],
  ['{"family": "web"}', ['task.json:1:1: containerDefinitions must be a list with at least one container']],
  [
    '{"cpu": 256,\n "containerDefinitions": [{"name": "a"},\n  {"name": "a"}]}',
    [
      'task.json:1:9: cpu must be a text: put it in quotes',
      'task.json:3:12: containerDefinitions[1].name "a" is the name of an earlier container',
    ],
  ],
  [
    JSON.stringify({ containerDefinitions: [{ name: 'a', command: ['x'.repeat(65 * 1024)] }] }),
    ['task.json:1:1: the file is larger than 64 KB, the most that ECS takes'],
  ],
])('a bad template is told with its file, line and column: %.30s', (text, problems) => {
  expect(parse('{ template: task.json }', files(text))).toEqual({ problems });
});

const AT = 'pipelines.web.stages[0].target.ecs.task';

test.each([
  ['{ template: /etc/task.json }', `slipway.yml:10:31: ${AT}.template must be a file that ends in`],
  [
    '{ template: other.json }',
    `slipway.yml:10:31: ${AT}.template names other.json, which cannot be read: it was not sent along`,
  ],
  ['{ cpu: 1.5 }', `slipway.yml:10:26: ${AT}.cpu must be a number of CPU units or e.g. "0.5 vCPU", not 1.5`],
  ['{ tags: { "aws:x": y } }', `slipway.yml:10:29: ${AT}.tags.aws:x must be a tag key`],
  ['{ containers: { web: { image: x } } }', `${AT}.containers.web.image is not a key that is known here`],
  [
    '{ containers: { web: { environment: { PORT: 80 } } } }',
    `${AT}.containers.web.environment.PORT must be a text (put it in quotes), or null to remove it`,
  ],
  [
    '{ containers: { web: { environment: { A: b }, secrets: { A: c } } } }',
    `${AT}.containers.web.secrets.A is also under "environment"`,
  ],
  [
    '{ containers: { web: { memory: 64, memoryReservation: 64 } } }',
    `${AT}.containers.web.memoryReservation must be less than "memory" (64)`,
  ],
  [
    '{ template: task.json, containers: { wep: {} } }',
    `${AT}.containers.wep is no container of task.json: it has web`,
  ],
])('%s is a problem', (task, problem) => {
  expect(parse(task, files(TEMPLATE)).problems).toEqual([expect.stringContaining(problem)]);
});

test('a value that looks like a secret is warned of', () => {
  const { warnings } = parse('{ containers: { web: { environment: { DB_PASSWORD: x } } } }');
  expect(warnings).toEqual([expect.stringContaining('environment.DB_PASSWORD looks like a secret')]);
});

test('every change of it is a change, and a secret is not told', () => {
  const pipelines = (task: string, template = TEMPLATE) => {
    const parsed = parseConfig(pipeline(task), 'slipway.yml', undefined, files(template));
    return parsed.ok ? parsed.pipelines : [];
  };
  const before = pipelines(
    '{ template: task.json, containers: { web: { environment: { API_TOKEN: old, LOG: a } } } }',
  );
  const changed =
    '{ template: task.json, cpu: 256, containers: { web: { environment: { API_TOKEN: new, LOG: null } } } }';
  expect(diffConfig(before, pipelines(changed, TEMPLATE.replace('"web"', '"app"')))).toEqual([
    expect.stringMatching(
      /^web prod: target.task.template changes from task.json \(\w{7}\) to task.json \(\w{7}\)$/,
    ),
    'web prod: target.task.containers.web.environment.API_TOKEN changes from •••• to ••••',
    'web prod: target.task.containers.web.environment.LOG changes from a to nothing (removed)',
    'web prod: target.task.cpu is set to 256',
  ]);
});
