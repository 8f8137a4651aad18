import type {
  ApplicationDescriptionMessage,
  UpdateApplicationMessage,
} from '@aws-sdk/client-elastic-beanstalk';
import type { Operation } from '../../gateway/service.ts';
import { describeApplication } from '../applications/application.ts';
import type { Context } from '../context.ts';

/** A description that is not given stays. */
export const updateApplication =
  ({
    account,
    applications,
    clock,
  }: Context): Operation<UpdateApplicationMessage, ApplicationDescriptionMessage> =>
  ({ ApplicationName, Description }) => {
    const application = applications.get(ApplicationName);
    if (Description !== undefined) application.description = Description;
    application.updatedAt = clock.date();
    return { Application: describeApplication(account, application) };
  };
