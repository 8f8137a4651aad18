import type {
  ConfigurationSettingsDescription,
  UpdateConfigurationTemplateMessage,
} from '@aws-sdk/client-elastic-beanstalk';
import type { Operation } from '../../gateway/service.ts';
import type { Context } from '../context.ts';
import { checkOptions, checkRemoved, checkTogether } from '../options/check.ts';
import { describeTemplate } from '../options/describe-template.ts';
import { invalid } from '../refuse.ts';

/** Environments that were made of it stay as they are. */
export const updateConfigurationTemplate =
  ({
    account,
    applications,
    clock,
  }: Context): Operation<UpdateConfigurationTemplateMessage, ConfigurationSettingsDescription> =>
  (input) => {
    const application = applications.get(input.ApplicationName);
    const template = application.templates.get(input.TemplateName ?? '');
    if (!template)
      throw invalid(`No Configuration Template named '${application.name}/${input.TemplateName}' found.`);
    checkOptions(input.OptionSettings);
    checkRemoved(input.OptionsToRemove);
    const settings = template.settings.with(input.OptionSettings ?? [], input.OptionsToRemove ?? []);
    checkTogether(settings);
    template.settings = settings;
    if (input.Description !== undefined) template.description = input.Description;
    template.updatedAt = clock.date();
    return describeTemplate(account, application.name, template);
  };
