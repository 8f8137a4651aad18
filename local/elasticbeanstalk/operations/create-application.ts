import type {
  ApplicationDescriptionMessage,
  CreateApplicationMessage,
} from '@aws-sdk/client-elastic-beanstalk';
import type { Operation } from '../../gateway/service.ts';
import type { Application } from '../applications/application.ts';
import { describeApplication } from '../applications/application.ts';
import type { Context } from '../context.ts';
import { checkQuota } from '../limits.ts';
import { invalid } from '../refuse.ts';
import { checkTags } from '../tagging.ts';

export const createApplication =
  (context: Context): Operation<CreateApplicationMessage, ApplicationDescriptionMessage> =>
  (input, { requestId }) => {
    const application = makeApplication(context, input, requestId);
    return { Application: describeApplication(context.account, application) };
  };

/** @throws AwsError InvalidParameterValue, TooManyApplicationsException */
export function makeApplication(
  { applications, clock, history }: Context,
  input: CreateApplicationMessage,
  requestId: string,
): Application {
  const name = input.ApplicationName ?? '';
  if (name.includes('/')) throw invalid("Value for application name is invalid. It must not contain '/'.");
  if (applications.find(name)) throw invalid(`Application ${name} already exists.`);
  checkTags(input.Tags ?? []);
  checkQuota('applications', applications.all.length);
  const now = clock.date();
  const application: Application = {
    name,
    description: input.Description,
    lifecycle: input.ResourceLifecycleConfig,
    createdAt: now,
    updatedAt: now,
    versions: [],
    templates: new Map(),
    tags: [...(input.Tags ?? [])],
  };
  applications.add(application);
  history.tell({
    message: 'createApplication completed successfully.',
    severity: 'INFO',
    application: name,
    requestId,
  });
  return application;
}
