import type {
  ApplicationResourceLifecycleDescriptionMessage,
  UpdateApplicationResourceLifecycleMessage,
} from '@aws-sdk/client-elastic-beanstalk';
import type { Operation } from '../../gateway/service.ts';
import { describeApplication } from '../applications/application.ts';
import type { Context } from '../context.ts';
import { invalid } from '../refuse.ts';

/** Versions are looked through whenever a new one is made. */
export const updateApplicationResourceLifecycle =
  ({
    account,
    applications,
  }: Context): Operation<
    UpdateApplicationResourceLifecycleMessage,
    ApplicationResourceLifecycleDescriptionMessage
  > =>
  ({ ApplicationName, ResourceLifecycleConfig: asked = {} }) => {
    const application = applications.get(ApplicationName);
    const { MaxAgeRule, MaxCountRule } = asked.VersionLifecycleConfig ?? {};
    if (MaxAgeRule?.Enabled && MaxCountRule?.Enabled)
      throw invalid('Only one of MaxAgeRule and MaxCountRule can be enabled.');
    const before = application.lifecycle;
    if (before?.ServiceRole === undefined && asked.ServiceRole === undefined)
      throw invalid('You must specify a service role the first time.');
    application.lifecycle = {
      ...before,
      ...asked,
      VersionLifecycleConfig: { ...before?.VersionLifecycleConfig, ...asked.VersionLifecycleConfig },
    };
    const { ResourceLifecycleConfig } = describeApplication(account, application);
    return {
      ApplicationName: application.name,
      ...(ResourceLifecycleConfig ? { ResourceLifecycleConfig } : {}),
    };
  };
