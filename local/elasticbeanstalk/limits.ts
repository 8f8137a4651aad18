import { AwsError } from '../gateway/service.ts';

/** An account's quotas by default ("AWS Elastic Beanstalk endpoints and quotas"); versions are counted over all applications. */
export const quotas = {
  applications: 75,
  versions: 1000,
  environments: 200,
  templates: 2000,
  platforms: 50,
} as const;

const errors = {
  applications: ['TooManyApplicationsException', 'application'],
  versions: ['TooManyApplicationVersionsException', 'application version'],
  environments: ['TooManyEnvironmentsException', 'environment'],
  templates: ['TooManyConfigurationTemplatesException', 'configuration template'],
} as const;

/** @throws AwsError where one more than there are would be too many */
export function checkQuota(kind: keyof typeof errors, existing: number): void {
  if (existing < quotas[kind]) return;
  const [code, thing] = errors[kind];
  throw new AwsError(
    code,
    `You cannot have more than ${quotas[kind]} ${thing}s. Either remove some ${thing}s or request a limit increase.`,
  );
}
