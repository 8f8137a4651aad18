import type { DeleteConfigurationTemplateMessage } from '@aws-sdk/client-elastic-beanstalk';
import type { Operation } from '../../gateway/service.ts';
import type { Context } from '../context.ts';
import { invalid } from '../refuse.ts';

/** Environments that were made of it stay. */
export const deleteConfigurationTemplate =
  ({ applications }: Context): Operation<DeleteConfigurationTemplateMessage, Record<string, never>> =>
  ({ ApplicationName, TemplateName = '' }) => {
    const application = applications.get(ApplicationName);
    if (!application.templates.delete(TemplateName))
      throw invalid(`No Configuration Template named '${application.name}/${TemplateName}' found.`);
    return {};
  };
