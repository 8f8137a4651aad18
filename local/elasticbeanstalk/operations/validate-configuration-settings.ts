import type {
  ConfigurationSettingsValidationMessages,
  ValidateConfigurationSettingsMessage,
} from '@aws-sdk/client-elastic-beanstalk';
import { AwsError, type Operation } from '../../gateway/service.ts';
import type { Context } from '../context.ts';
import { checkTogether, problemsOf } from '../options/check.ts';
import { Settings } from '../options/settings.ts';
import { badCombination, invalid } from '../refuse.ts';

/** What is wrong is told, and no error. */
export const validateConfigurationSettings =
  ({
    applications,
    environments,
  }: Context): Operation<ValidateConfigurationSettingsMessage, ConfigurationSettingsValidationMessages> =>
  ({ ApplicationName = '', TemplateName, EnvironmentName, OptionSettings = [] }) => {
    const { templates } = applications.get(ApplicationName);
    if (TemplateName !== undefined && EnvironmentName !== undefined)
      throw badCombination('Specify either an environment name or a template name, not both.');
    const template = TemplateName === undefined ? undefined : templates.get(TemplateName);
    if (TemplateName !== undefined && !template)
      throw invalid(`No Configuration Template named '${ApplicationName}/${TemplateName}' found.`);
    const base =
      EnvironmentName === undefined
        ? (template?.settings ?? new Settings())
        : environments.get({ EnvironmentName }).options;
    const problems = problemsOf(OptionSettings);
    if (problems.length > 0) return { Messages: problems };
    try {
      checkTogether(base.with(OptionSettings));
      return { Messages: [] };
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      return { Messages: [{ Message: error.message, Severity: 'error' }] };
    }
  };
