import type { Service, TaskDefinition } from '@aws-sdk/client-ecs';
import { describe, expect, it } from 'vitest';
import { createCheckClients } from '../../../../shared/aws/check-clients.ts';
import type { Network } from '../../../../shared/aws/network.ts';
import { cpuAndMemory } from '../../../../shared/targets/ecs/check/cpu-and-memory.ts';
import { network } from '../../../../shared/targets/ecs/check/network.ts';
import { rolling } from '../../../../shared/targets/ecs/check/rolling.ts';
import { placeOf } from '../../../../shared/targets/ecs/check/secret-references.ts';
import type { Check, Subject } from '../../../../shared/targets/ecs/check/subject.ts';
import { trustsTasks } from '../../../../shared/targets/ecs/check/trust.ts';

const prompt = { region: 'us-east-1', maxAttempts: 1 } as const;

/** What these checks look at: none of them calls AWS. */
function subject(found: Service, definition: TaskDefinition, there?: Network): Subject {
  const thorough = there && { network: there, deployerRole: 'arn:aws:iam::123456789012:role/run' };
  // Only what these checks read.
  const service = { name: 'service web in cluster main', thorough } as Subject['service'];
  const release = { repository: 'web', image: 'web@sha256:1', digest: 'sha256:1' };
  return { service, clients: createCheckClients(prompt, prompt), release, found, definition };
}

async function found(
  check: Check,
  service: Service,
  definition: TaskDefinition = {},
  there?: Network,
): Promise<string[]> {
  return (await check.find(subject(service, definition, there))).map(
    ({ level, what }) => `${level}: ${what}`,
  );
}

describe('cpu and memory on Fargate', () => {
  const pair = (cpu: string, memory: string) =>
    found(cpuAndMemory, { launchType: 'FARGATE' }, { family: 'web', cpu, memory });

  it.each([
    ['256', '512'],
    ['.25 vCPU', '2 GB'],
    ['1024', '8192'],
    ['4096', '30720'],
    ['16 vCPU', '120GB'],
  ])('%s with %s is a size that Fargate has', async (cpu, memory) => {
    expect(await pair(cpu, memory)).toEqual([]);
  });

  it.each([
    ['256', '1536'],
    ['256', '4096'],
    ['512', '1536'],
    ['8192', '18432'],
    ['300', '512'],
  ])('%s with %s is none', async (cpu, memory) => {
    expect(await pair(cpu, memory)).toEqual([expect.stringMatching(/^error: Fargate has no tasks of/)]);
  });

  it('must hold what the containers are promised', async () => {
    const containerDefinitions = [{ memoryReservation: 400 }, { memory: 200 }];
    const definition = { cpu: '256', memory: '512', containerDefinitions };
    expect(await found(cpuAndMemory, { launchType: 'FARGATE' }, definition)).toEqual([
      'error: The containers are promised 600 MiB together, but the task has 512 MiB.',
    ]);
  });
});

describe('the room that a rolling update has', () => {
  const breaker = { enable: true, rollback: true };
  const rolled = (desiredCount: number, minimumHealthyPercent: number, maximumPercent: number) =>
    found(rolling, {
      desiredCount,
      deploymentConfiguration: { minimumHealthyPercent, maximumPercent, deploymentCircuitBreaker: breaker },
    });

  it.each([
    [1, 100, 200],
    [1, 0, 100],
    [4, 50, 100],
    [2, 100, 150],
  ])('%i tasks from %i to %i %% can be rolled', async (...settings) => {
    expect(await rolled(...settings)).toEqual([]);
  });

  it.each([
    [1, 100, 100],
    [1, 50, 150],
    [3, 100, 120],
  ])('%i tasks from %i to %i %% cannot: none may stop, none may start', async (...settings) => {
    expect(await rolled(...settings)).toEqual([expect.stringMatching(/^error: .* cannot be rolled/)]);
  });

  it('is not all: a circuit breaker that is off is told', async () => {
    expect(await found(rolling, { desiredCount: 1 })).toEqual([
      expect.stringMatching(/^warning: The circuit breaker is off/),
    ]);
  });
});

describe('the network of a service', () => {
  const subnets = [
    { id: 'subnet-1', vpc: 'vpc-1', freeAddresses: 1 },
    { id: 'subnet-2', vpc: 'vpc-2', freeAddresses: 200 },
  ];
  const groups = [{ id: 'sg-1', vpc: 'vpc-1' }];
  const there: Network = {
    subnets: async (ids) => subnets.filter(({ id }) => ids.includes(id)),
    securityGroups: async (ids) => groups.filter(({ id }) => ids.includes(id)),
  };
  const placed = (named: string[], securityGroups: string[], asked: Network | undefined = there) =>
    found(
      network,
      { desiredCount: 3, networkConfiguration: { awsvpcConfiguration: { subnets: named, securityGroups } } },
      { networkMode: 'awsvpc' },
      asked,
    );

  it('is there, in one VPC, with addresses for a rollout', async () => {
    expect(await placed(['subnet-2'], [])).toEqual([]);
    expect(await placed(['subnet-3', 'subnet-2'], ['sg-1'])).toEqual([
      'error: The subnet subnet-3 does not exist.',
      'error: Its subnets and security groups are in several VPCs: vpc-2, vpc-1.',
    ]);
    expect(await placed(['subnet-1'], ['sg-2'])).toEqual([
      'error: The security group sg-2 does not exist.',
      'warning: The subnets have 1 free addresses, and a rollout starts up to 3 tasks beside those that run.',
    ]);
  });

  it('must be named for tasks with addresses of their own', async () => {
    expect(await found(network, {}, { networkMode: 'awsvpc' }, there)).toEqual([
      'error: Tasks in network mode awsvpc need subnets, and the service names none.',
    ]);
  });
});

describe('a trust policy', () => {
  const trust = (statement: object | object[]) => trustsTasks(JSON.stringify({ Statement: statement }));
  const allow = { Effect: 'Allow', Action: 'sts:AssumeRole' };
  const tasks = { Service: 'ecs-tasks.amazonaws.com' };

  it('lets ECS tasks take the role, in each of the forms that IAM has for it', () => {
    expect(trust({ ...allow, Principal: tasks })).toBe(true);
    expect(trust([{ ...allow, Principal: { Service: ['ec2.amazonaws.com', tasks.Service] } }])).toBe(true);
    expect(trust([{ ...allow, Action: ['sts:*'], Principal: tasks }])).toBe(true);
  });

  it('does not where it speaks of others, of something else, or denies it', () => {
    expect(trust({ ...allow, Principal: { Service: 'ecs.amazonaws.com' } })).toBe(false);
    expect(trust({ ...allow, Action: 'sts:TagSession', Principal: tasks })).toBe(false);
    const deny = { ...allow, Effect: 'Deny', Principal: tasks };
    expect(trust([{ ...allow, Principal: tasks }, deny])).toBe(false);
  });
});

describe('where a secret is kept', () => {
  const home = { partition: 'aws', region: 'us-east-1', account: '123456789012' };
  const parameter = (name: string, region = 'us-east-1') => ({
    kind: 'parameter',
    name,
    arn: `arn:aws:ssm:${region}:123456789012:parameter/${name.replace(/^\//, '')}`,
    region,
  });

  it('is read of a name, an ARN, and the ARN of a part of a secret', () => {
    expect(placeOf('/app/token', home)).toEqual(parameter('/app/token'));
    expect(placeOf('token', home)).toEqual(parameter('token'));
    expect(placeOf('arn:aws:ssm:eu-west-1:123456789012:parameter/app/token', home)).toEqual(
      parameter('/app/token', 'eu-west-1'),
    );
    const secret = 'arn:aws:secretsmanager:us-east-1:123456789012:secret:db-AbCdEf';
    expect(placeOf(`${secret}:password::`, home)).toEqual({
      kind: 'secret',
      arn: secret,
      region: 'us-east-1',
    });
  });
});
