import type { EnvironmentHealth, EnvironmentHealthStatus } from '@aws-sdk/client-elastic-beanstalk';

/** "Health colors and statuses". */
const COLOURS: Readonly<Record<EnvironmentHealthStatus, EnvironmentHealth>> = {
  Ok: 'Green',
  Info: 'Green',
  Pending: 'Grey',
  Unknown: 'Grey',
  NoData: 'Grey',
  Suspended: 'Grey',
  Warning: 'Yellow',
  Degraded: 'Red',
  Severe: 'Red',
};

export const colourOf = (status: EnvironmentHealthStatus): EnvironmentHealth => COLOURS[status];

const FROM_GOOD_TO_BAD: readonly EnvironmentHealthStatus[] = [
  'Ok',
  'Info',
  'Pending',
  'Unknown',
  'NoData',
  'Warning',
  'Degraded',
  'Severe',
];

/** 0 for Ok; the more, the worse. */
export const badness = (status: EnvironmentHealthStatus): number => FROM_GOOD_TO_BAD.indexOf(status);
