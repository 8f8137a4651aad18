import type {
  ApplicationDescriptionsMessage,
  DescribeApplicationsMessage,
} from '@aws-sdk/client-elastic-beanstalk';
import type { Operation } from '../../gateway/service.ts';
import { describeApplication } from '../applications/application.ts';
import type { Context } from '../context.ts';

/** Names that there are not are left out. */
export const describeApplications =
  ({
    account,
    applications,
  }: Context): Operation<DescribeApplicationsMessage, ApplicationDescriptionsMessage> =>
  ({ ApplicationNames: names }) => ({
    Applications: applications.all
      .filter(({ name }) => !names || names.length === 0 || names.includes(name))
      .map((application) => describeApplication(account, application)),
  });
