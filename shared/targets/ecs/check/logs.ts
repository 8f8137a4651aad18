import { paginateDescribeLogGroups } from '@aws-sdk/client-cloudwatch-logs';
import { error, type Finding, warning } from '../../../deployment/finding.ts';
import { type Check, containerAt, containersOf, type Subject } from './subject.ts';

/** Where a container's lines go. */
export interface LogPlace {
  readonly group: string;
  readonly region: string;
  /** Whether the log driver makes the group where it is missing. */
  readonly creates: boolean;
  readonly where: string;
}

/** The groups that containers write to by the awslogs driver. */
export function logPlaces(subject: Subject): readonly LogPlace[] {
  return containersOf(subject).flatMap((container) => {
    const { logDriver, options = {} } = container.logConfiguration ?? {};
    const group = options['awslogs-group'];
    if (logDriver !== 'awslogs' || group === undefined) return [];
    return [
      {
        group,
        region: options['awslogs-region'] ?? subject.service.region,
        creates: options['awslogs-create-group'] === 'true',
        where: `awslogs-group of ${containerAt(subject, container)}`,
      },
    ];
  });
}

/** The log groups exist, or are made by the log driver: else no task starts. */
export const logs: Check = {
  about: 'A log group',
  async find(subject) {
    const places = logPlaces(subject).filter(({ creates }) => !creates);
    const byGroup = new Map(places.map((place) => [`${place.region} ${place.group}`, place]));
    return (await Promise.all([...byGroup.values()].map((place) => groupIsThere(subject, place)))).flat();
  },
};

async function groupIsThere(
  { clients, service }: Subject,
  { group, region, where }: LogPlace,
): Promise<readonly Finding[]> {
  if (region !== service.region) {
    const what = `The log group ${group} could not be checked: it is in ${region}.`;
    return [warning(what, where, 'See to it that it exists.')];
  }
  const pages = paginateDescribeLogGroups({ client: clients.logs }, { logGroupNamePrefix: group });
  for await (const { logGroups = [] } of pages)
    if (logGroups.some(({ logGroupName }) => logGroupName === group)) return [];
  return [
    error(
      `The log group ${group} does not exist: no task could start.`,
      where,
      'Create it, or set awslogs-create-group to "true".',
    ),
  ];
}
