import type { ConfigurationSettingsDescription } from '@aws-sdk/client-elastic-beanstalk';
import type { Account } from '../../parts.ts';
import { platformOf } from '../platforms.ts';
import type { Template } from './template.ts';

/** A saved configuration without its settings, as what makes and changes one tells it. */
export const describeTemplate = (
  account: Account,
  application: string,
  { name, description, stack, createdAt, updatedAt }: Template,
): ConfigurationSettingsDescription => ({
  SolutionStackName: stack,
  PlatformArn: platformOf(account, { SolutionStackName: stack }).arn,
  ApplicationName: application,
  TemplateName: name,
  ...(description === undefined ? {} : { Description: description }),
  DateCreated: createdAt,
  DateUpdated: updatedAt,
});
