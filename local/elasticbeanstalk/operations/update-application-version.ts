import type {
  ApplicationVersionDescriptionMessage,
  UpdateApplicationVersionMessage,
} from '@aws-sdk/client-elastic-beanstalk';
import type { Operation } from '../../gateway/service.ts';
import type { Context } from '../context.ts';
import { describeVersion } from '../versions/version.ts';

export const updateApplicationVersion =
  ({
    account,
    applications,
    clock,
  }: Context): Operation<UpdateApplicationVersionMessage, ApplicationVersionDescriptionMessage> =>
  ({ ApplicationName = '', VersionLabel = '', Description }) => {
    const version = applications.version(ApplicationName, VersionLabel);
    if (Description !== undefined) version.description = Description;
    version.updatedAt = clock.date();
    return { ApplicationVersion: describeVersion(account, version) };
  };
