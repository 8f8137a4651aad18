import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Cloud, startCloud } from '../../local/cloud.ts';

/** Sections of `local/README.md` by the services that they tell of, as the SDK's client packages name these. */
const SECTIONS: Readonly<Record<string, readonly string[]>> = {
  'API Gateway': ['apigatewayv2'],
  'Certificate Manager': ['acm'],
  CloudFormation: ['cloudformation'],
  CloudWatch: ['cloudwatch'],
  'CloudWatch Logs': ['cloudwatch-logs'],
  CodeBuild: ['codebuild'],
  DynamoDB: ['dynamodb'],
  ECR: ['ecr'],
  ECS: ['ecs'],
  'Elastic Load Balancing v2': ['elastic-load-balancing-v2'],
  EventBridge: ['eventbridge'],
  IAM: ['iam', 'sts'],
  Lambda: ['lambda'],
  S3: ['s3'],
  Scheduler: ['scheduler'],
  SQS: ['sqs'],
  'SSM Parameter Store': ['ssm'],
};

let cloud: Cloud;
let told: Map<string, string[]>;

beforeAll(async () => {
  cloud = await startCloud({ engine: 'process' });
  const page = await readFile(join(import.meta.dirname, '../../local/README.md'), 'utf8');
  const sections = page.split(/^### /m).slice(1);
  told = new Map(sections.map((section) => [nameOf(section), operationsOf(section)]));
});
afterAll(() => cloud?.close());

function nameOf(section: string): string {
  return section.slice(0, section.indexOf(' (`'));
}

/** Its first line lists them, up to the first full stop. */
function operationsOf(section: string): string[] {
  const line = section.split('\n')[1] ?? '';
  return line.slice(0, line.indexOf('.')).split(/[,;] /).sort();
}

it('tells of every service', () => {
  expect(Object.values(SECTIONS).flat().sort()).toEqual([...cloud.gateway.operations.keys()].sort());
});

it.each(Object.entries(SECTIONS))(
  'tells of the operations of %s that there are, and of no others',
  (section, services) => {
    const there = services.flatMap((service) => cloud.gateway.operations.get(service) ?? []);
    expect(told.get(section)).toEqual(there.sort());
  },
);
