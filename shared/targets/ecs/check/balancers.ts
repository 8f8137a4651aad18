import type { LoadBalancer } from '@aws-sdk/client-ecs';
import { DescribeTargetGroupsCommand, type TargetGroup } from '@aws-sdk/client-elastic-load-balancing-v2';
import { errorName } from '../../../aws/errors.ts';
import { error, type Finding, warning } from '../../../deployment/finding.ts';
import { type Check, containerAt, containersOf, type Subject } from './subject.ts';

/** Ports that the container names, and the service's load balancer, fit together. */
export const balancers: Check = {
  about: 'The load balancer',
  async find(subject) {
    const balancing = subject.found.loadBalancers ?? [];
    const ports = balancing.flatMap((balancer) => portFits(subject, balancer));
    const arns = [...new Set(balancing.flatMap(({ targetGroupArn }) => targetGroupArn ?? []))];
    const groups = await Promise.all(arns.map((arn) => groupFits(subject, arn)));
    return [...ports, ...groups.flat()];
  },
};

function portFits(subject: Subject, { containerName, containerPort }: LoadBalancer): readonly Finding[] {
  const { definition, service } = subject;
  const where = `load balancer of the ${service.name}`;
  const container = containersOf(subject).find(({ name }) => name === containerName);
  if (container === undefined) {
    const there = containersOf(subject)
      .map(({ name }) => name)
      .join(', ');
    return [
      error(
        `The load balancer sends to the container ${containerName}, but the task definition ${definition.family} has only ${there}.`,
        where,
        'Give the container that name, or have the service name another one.',
      ),
    ];
  }
  const mappings = container.portMappings ?? [];
  const isMapped = mappings.some(
    (mapping) =>
      mapping.containerPort === containerPort || isWithin(mapping.containerPortRange, containerPort),
  );
  if (isMapped) return [];
  const mapped = mappings.map((mapping) => mapping.containerPort ?? mapping.containerPortRange).join(', ');
  return [
    error(
      `The load balancer sends to port ${containerPort} of the container ${containerName}, which maps ${mapped ? `only ${mapped}` : 'no port'}.`,
      containerAt(subject, container),
      `Add a port mapping of ${containerPort}, or have the service name another port.`,
    ),
  ];
}

function isWithin(range: string | undefined, port = -1): boolean {
  const [from = Number.NaN, to = Number.NaN] = range?.split('-').map(Number) ?? [];
  return port >= from && port <= to;
}

async function groupFits(subject: Subject, arn: string): Promise<readonly Finding[]> {
  const { service, definition } = subject;
  const name = arn.split('/')[1] ?? arn;
  const where = `target group ${name} of the ${service.name}`;
  let group: TargetGroup | undefined;
  try {
    const found = await service.loadBalancing.send(
      new DescribeTargetGroupsCommand({ TargetGroupArns: [arn] }),
    );
    group = found.TargetGroups?.[0];
  } catch (cause) {
    if (errorName(cause) !== 'TargetGroupNotFoundException') throw cause;
  }
  if (group === undefined) {
    return [
      error(`The target group ${name} does not exist.`, where, 'Make it again, or take it off the service.'),
    ];
  }
  const wanted = definition.networkMode === 'awsvpc' ? 'ip' : 'instance';
  return [
    ...(group.TargetType === wanted
      ? []
      : [
          error(
            `The target group ${name} has targets of the type ${group.TargetType}, but tasks in network mode ${definition.networkMode ?? 'bridge'} are of the type ${wanted}.`,
            where,
            `Have the service use a target group of the type ${wanted}.`,
          ),
        ]),
    ...((group.LoadBalancerArns ?? []).length > 0
      ? []
      : [
          error(
            `No listener or rule of a load balancer forwards to the target group ${name}.`,
            where,
            'Have a listener or a rule forward to it.',
          ),
        ]),
    ...graceFits(subject, group, where),
  ];
}

/** Below this a task is taken for bad before most programs have begun to listen. */
const SHORT_START_SECONDS = 10;

/** A task that starts slower than the checks take to give it up never becomes healthy. */
function graceFits({ found }: Subject, group: TargetGroup, where: string): readonly Finding[] {
  const { HealthCheckIntervalSeconds = 30, UnhealthyThresholdCount = 2 } = group;
  const patience =
    (found.healthCheckGracePeriodSeconds ?? 0) + HealthCheckIntervalSeconds * UnhealthyThresholdCount;
  if (patience >= SHORT_START_SECONDS) return [];
  return [
    warning(
      `A task that does not answer within ${patience} s of its start is stopped as unhealthy.`,
      where,
      'Set healthCheckGracePeriodSeconds of the service to what a start takes at most.',
    ),
  ];
}
