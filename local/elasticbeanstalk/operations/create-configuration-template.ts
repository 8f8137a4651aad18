import type {
  ConfigurationSettingsDescription,
  CreateConfigurationTemplateMessage,
} from '@aws-sdk/client-elastic-beanstalk';
import type { Operation } from '../../gateway/service.ts';
import type { Context } from '../context.ts';
import { checkQuota } from '../limits.ts';
import { checkOptions, checkTogether } from '../options/check.ts';
import { describeTemplate } from '../options/describe-template.ts';
import { Settings } from '../options/settings.ts';
import type { Template } from '../options/template.ts';
import { platformOf } from '../platforms.ts';
import { invalid, missing } from '../refuse.ts';
import { checkTags } from '../tagging.ts';

/** From an environment, another saved configuration, or a platform alone. */
export const createConfigurationTemplate =
  (context: Context): Operation<CreateConfigurationTemplateMessage, ConfigurationSettingsDescription> =>
  (input) => {
    const { applications, account, clock } = context;
    const application = applications.get(input.ApplicationName);
    const name = input.TemplateName ?? '';
    if (application.templates.has(name)) throw invalid(`Configuration Template ${name} already exists.`);
    checkTags(input.Tags ?? []);
    checkOptions(input.OptionSettings);
    const base = baseOf(context, input);
    const settings = base.settings.with(input.OptionSettings ?? []);
    checkTogether(settings);
    checkQuota(
      'templates',
      applications.all.reduce((sum, { templates }) => sum + templates.size, 0),
    );
    const now = clock.date();
    const template: Template = {
      name,
      description: input.Description,
      stack: base.stack,
      settings,
      createdAt: now,
      updatedAt: now,
      tags: [...(input.Tags ?? [])],
    };
    application.templates.set(name, template);
    return describeTemplate(account, application.name, template);
  };

function baseOf(
  { applications, environments, account }: Context,
  input: CreateConfigurationTemplateMessage,
): { readonly stack: string; readonly settings: Settings } {
  if (input.EnvironmentId !== undefined) {
    const { stack, settings } = environments.get({ EnvironmentId: input.EnvironmentId });
    return { stack, settings };
  }
  const source = input.SourceConfiguration;
  if (source) {
    const { ApplicationName = input.ApplicationName, TemplateName = '' } = source;
    const found = applications.get(ApplicationName).templates.get(TemplateName);
    if (!found) throw invalid(`No Configuration Template named '${ApplicationName}/${TemplateName}' found.`);
    return found;
  }
  if (input.SolutionStackName === undefined && input.PlatformArn === undefined)
    throw missing('Unable to determine base for template pack (no solution stack)');
  return { stack: platformOf(account, input).stack, settings: new Settings() };
}
