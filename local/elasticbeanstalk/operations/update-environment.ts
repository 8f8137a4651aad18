import type { EnvironmentDescription, UpdateEnvironmentMessage } from '@aws-sdk/client-elastic-beanstalk';
import type { Operation } from '../../gateway/service.ts';
import type { Context } from '../context.ts';
import { describeEnvironment } from '../environments/describe.ts';
import type { Environment } from '../environments/environment.ts';
import { checkOptions, checkRemoved, checkTogether } from '../options/check.ts';
import type { Settings } from '../options/settings.ts';
import { badCombination, invalid, refuseMembers } from '../refuse.ts';
import { configure } from '../updates/configure.ts';
import { deployVersion } from '../updates/deploy-version.ts';

/** A version or a configuration; the description at any time with it. */
export const updateEnvironment =
  (context: Context): Operation<UpdateEnvironmentMessage, EnvironmentDescription> =>
  (input, { requestId }) => {
    const platform = 'environments stay on their platform';
    refuseMembers(input, {
      GroupName: 'it composes no environments',
      SolutionStackName: platform,
      PlatformArn: platform,
    });
    const environment = context.environments.ready(input);
    if (input.ApplicationName !== undefined && input.ApplicationName !== environment.application)
      throw invalid(`No Environment found for EnvironmentName = '${environment.name}'.`);
    const configures =
      input.TemplateName !== undefined ||
      (input.OptionSettings ?? []).length > 0 ||
      (input.OptionsToRemove ?? []).length > 0;
    if (input.VersionLabel !== undefined && configures)
      throw badCombination(
        'Both application version and configuration settings cannot be updated in the same request.',
      );
    if ((input.Tier?.Name ?? 'WebServer') !== 'WebServer')
      throw invalid('the local cloud has environments of the tier WebServer only');
    const next = configures ? nextSettings(context, environment, input) : undefined;
    const version =
      input.VersionLabel === undefined
        ? undefined
        : context.applications.version(environment.application, input.VersionLabel);
    if (version?.status === 'FAILED')
      throw invalid(`Application version ${version.label} could not be processed and cannot be deployed.`);
    if (input.Description !== undefined) environment.description = input.Description;
    environment.updatedAt = context.clock.date();
    if (version) deployVersion(context, environment, version, requestId);
    else if (next) configure(context, environment, next, requestId);
    return describeEnvironment(environment);
  };

function nextSettings(
  { applications }: Context,
  environment: Environment,
  { TemplateName, OptionSettings = [], OptionsToRemove = [] }: UpdateEnvironmentMessage,
): Settings {
  checkOptions(OptionSettings);
  checkRemoved(OptionsToRemove);
  const template =
    TemplateName === undefined
      ? undefined
      : applications.get(environment.application).templates.get(TemplateName);
  if (TemplateName !== undefined && !template)
    throw invalid(`No Configuration Template named '${environment.application}/${TemplateName}' found.`);
  const next = (template?.settings ?? environment.settings).with(OptionSettings, OptionsToRemove);
  checkTogether(next.over(environment.extensions));
  const type = (settings: Settings) => settings.get('aws:elasticbeanstalk:environment', 'EnvironmentType');
  if (type(next) !== type(environment.settings))
    throw invalid(
      'the local cloud does not support another EnvironmentType for an environment that is there',
    );
  if (template) environment.template = TemplateName;
  return next;
}
