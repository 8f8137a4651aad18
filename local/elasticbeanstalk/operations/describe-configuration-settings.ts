import type {
  ConfigurationSettingsDescription,
  ConfigurationSettingsDescriptions,
  DescribeConfigurationSettingsMessage,
} from '@aws-sdk/client-elastic-beanstalk';
import type { Operation } from '../../gateway/service.ts';
import type { Context } from '../context.ts';
import { describeTemplate } from '../options/describe-template.ts';
import { badCombination, invalid, missing } from '../refuse.ts';

/** Of an environment two while another configuration is brought about: what holds, and what is asked for. */
export const describeConfigurationSettings =
  ({
    account,
    applications,
    environments,
  }: Context): Operation<DescribeConfigurationSettingsMessage, ConfigurationSettingsDescriptions> =>
  ({ ApplicationName = '', TemplateName, EnvironmentName }) => {
    const application = applications.get(ApplicationName);
    if (TemplateName !== undefined && EnvironmentName !== undefined)
      throw badCombination('Specify either an environment name or a template name, not both.');
    if (TemplateName !== undefined) {
      const template = application.templates.get(TemplateName);
      if (!template)
        throw invalid(`No Configuration Template named '${ApplicationName}/${TemplateName}' found.`);
      const described = describeTemplate(account, application.name, template);
      return { ConfigurationSettings: [{ ...described, OptionSettings: template.settings.all }] };
    }
    if (EnvironmentName === undefined)
      throw missing('You must specify either an environment name or a template name.');
    const environment = environments.get({ EnvironmentName });
    if (environment.application !== ApplicationName)
      throw invalid(`No Environment found for EnvironmentName = '${EnvironmentName}'.`);
    const facts: ConfigurationSettingsDescription = {
      SolutionStackName: environment.stack,
      PlatformArn: environment.platformArn,
      ApplicationName,
      EnvironmentName,
      ...(environment.description === undefined ? {} : { Description: environment.description }),
      DateCreated: environment.createdAt,
      DateUpdated: environment.updatedAt,
    };
    const { pending, failedConfiguration } = environment;
    return {
      ConfigurationSettings: [
        {
          ...facts,
          DeploymentStatus: failedConfiguration ? 'failed' : 'deployed',
          OptionSettings: environment.options.all,
        },
        ...(pending ? [{ ...facts, DeploymentStatus: 'pending' as const, OptionSettings: pending.all }] : []),
      ],
    };
  };
