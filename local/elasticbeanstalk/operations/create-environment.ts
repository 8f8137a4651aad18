import { randomBytes } from 'node:crypto';
import type { CreateEnvironmentMessage, EnvironmentDescription } from '@aws-sdk/client-elastic-beanstalk';
import type { Operation } from '../../gateway/service.ts';
import type { Context } from '../context.ts';
import { cnameOf, isTaken } from '../environments/cname.ts';
import { describeEnvironment } from '../environments/describe.ts';
import { Environment } from '../environments/environment.ts';
import { checkQuota } from '../limits.ts';
import { checkOptions, checkTogether } from '../options/check.ts';
import { Settings } from '../options/settings.ts';
import { platformOf } from '../platforms.ts';
import { badCombination, invalid, missing, refuseMembers } from '../refuse.ts';
import { checkTags } from '../tagging.ts';
import { launch } from '../updates/launch.ts';

export const createEnvironment =
  (context: Context): Operation<CreateEnvironmentMessage, EnvironmentDescription> =>
  async (input, { requestId }) => {
    const { applications, environments } = context;
    refuseMembers(input, {
      GroupName: 'it composes no environments',
      OperationsRole: 'it acts under no role',
    });
    const application = applications.get(input.ApplicationName);
    const name = checkedName(input.EnvironmentName);
    checkTier(input);
    if (environments.find(name)) throw invalid(`Environment ${name} already exists.`);
    const version =
      input.VersionLabel === undefined
        ? undefined
        : applications.version(application.name, input.VersionLabel);
    if (version?.status === 'FAILED')
      throw invalid(`Application version ${version.label} could not be processed and cannot be deployed.`);
    checkTags(input.Tags ?? []);
    const template =
      input.TemplateName === undefined ? undefined : templateOf(application, input.TemplateName);
    const stack = stackOf(context, input, template?.stack);
    checkOptions(input.OptionSettings);
    const settings = (template?.settings ?? new Settings()).with(
      input.OptionSettings ?? [],
      input.OptionsToRemove ?? [],
    );
    checkTogether(settings);
    const cname = await cnameOf(context, input.CNAMEPrefix ?? `${name}-${randomBytes(4).toString('hex')}`);
    if (isTaken(context, cname)) throw invalid(`DNS name (${cname}) is not available.`);
    checkQuota('environments', environments.living.length);
    const environment = new Environment(context, {
      application: application.name,
      name,
      description: input.Description,
      stack: stack.stack,
      platformArn: stack.arn,
      template: input.TemplateName,
      settings,
      tags: [...(input.Tags ?? [])],
      cname,
    });
    environments.add(environment);
    launch(context, environment, version, requestId);
    return describeEnvironment(environment);
  };

function checkedName(name: string | undefined): string {
  if (name === undefined) throw missing('You must specify an environment name.');
  if (/^[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])$/.test(name)) return name;
  throw invalid(
    `Value ${name} at 'EnvironmentName' failed to satisfy constraint: Member must contain only letters, digits, and the dash character and may not start or end with a dash`,
  );
}

function checkTier({ Tier: tier }: CreateEnvironmentMessage): void {
  if ((tier?.Name ?? 'WebServer') !== 'WebServer')
    throw invalid(`the local cloud has environments of the tier WebServer only, not ${tier?.Name}`);
}

function templateOf({ name, templates }: ReturnType<Context['applications']['get']>, asked: string) {
  const template = templates.get(asked);
  if (!template) throw invalid(`No Configuration Template named '${name}/${asked}' found.`);
  return template;
}

function stackOf(
  { account }: Context,
  { SolutionStackName, PlatformArn, TemplateName }: CreateEnvironmentMessage,
  ofTemplate: string | undefined,
) {
  if (SolutionStackName !== undefined && PlatformArn !== undefined)
    throw badCombination('Specify either a platform ARN or a solution stack name, not both.');
  if (SolutionStackName !== undefined && TemplateName !== undefined)
    throw badCombination('Specify either a solution stack name or a template name, not both.');
  if (ofTemplate !== undefined) return platformOf(account, { SolutionStackName: ofTemplate });
  if (SolutionStackName === undefined && PlatformArn === undefined)
    throw missing('You must specify a platform, a solution stack name or a template name.');
  return platformOf(account, { SolutionStackName, PlatformArn });
}
