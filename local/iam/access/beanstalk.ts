import type * as eb from '@aws-sdk/client-elastic-beanstalk';
import type { Access } from '../policy/authorize.ts';
import { passing } from './pass-role.ts';
import type { AccessRules, NamedEnvironment, Scope } from './rules.ts';

interface OfEnvironment extends NamedEnvironment {
  readonly ApplicationName?: string | undefined;
}

const arn = (scope: Scope, kind: string, ...names: readonly (string | undefined)[]) =>
  scope.arn('elasticbeanstalk', [kind, ...names.map((name) => name ?? '*')].join('/'));

/** Where the application is not named it is found by the environment, as on AWS. */
const environment = (input: OfEnvironment, scope: Scope) => {
  const { ApplicationName, EnvironmentName } = input;
  const found = ApplicationName === undefined ? scope.environmentOf?.(input) : undefined;
  return [found ?? arn(scope, 'environment', ApplicationName, EnvironmentName)];
};
const version = (
  {
    ApplicationName,
    VersionLabel,
  }: { ApplicationName?: string | undefined; VersionLabel?: string | undefined },
  scope: Scope,
) => [arn(scope, 'applicationversion', ApplicationName, VersionLabel)];
const application = ({ ApplicationName }: { ApplicationName?: string | undefined }, scope: Scope) => [
  arn(scope, 'application', ApplicationName),
];
const template = (
  {
    ApplicationName,
    TemplateName,
  }: { ApplicationName?: string | undefined; TemplateName?: string | undefined },
  scope: Scope,
) => [arn(scope, 'configurationtemplate', ApplicationName, TemplateName)];
/** By the narrowest thing that is named: the reference lists four kinds of resources, and requires none of them. */
const events = (input: eb.DescribeEventsMessage, scope: Scope) => {
  if (input.EnvironmentName !== undefined || input.EnvironmentId !== undefined)
    return environment(input, scope);
  if (input.VersionLabel !== undefined) return version(input, scope);
  return input.TemplateName === undefined ? application(input, scope) : template(input, scope);
};
const tagged = ({ ResourceArn = '*' }: { ResourceArn?: string | undefined }) => [ResourceArn];

/** @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_awselasticbeanstalk.html */
export const beanstalkAccess: AccessRules = {
  prefix: 'elasticbeanstalk',
  resources: {
    AbortEnvironmentUpdate: environment,
    CreateApplication: application,
    // The reference requires both; the guide's example grants the version only: what AWS does is not verified.
    CreateApplicationVersion: (input: eb.CreateApplicationVersionMessage, scope) => [
      ...application(input, scope),
      ...version(input, scope),
    ],
    CreateConfigurationTemplate: template,
    CreateEnvironment: environment,
    DeleteApplication: application,
    DeleteApplicationVersion: version,
    DeleteConfigurationTemplate: template,
    DescribeApplications: ({ ApplicationNames = [] }: eb.DescribeApplicationsMessage, scope) =>
      ApplicationNames.length === 0
        ? [arn(scope, 'application', '*')]
        : ApplicationNames.map((name) => arn(scope, 'application', name)),
    DescribeApplicationVersions: (
      { ApplicationName, VersionLabels = [] }: eb.DescribeApplicationVersionsMessage,
      scope,
    ) =>
      VersionLabels.length === 0
        ? [arn(scope, 'applicationversion', ApplicationName, '*')]
        : VersionLabels.map((label) => arn(scope, 'applicationversion', ApplicationName, label)),
    DescribeConfigurationOptions: environment,
    DescribeConfigurationSettings: environment,
    DescribeEnvironmentHealth: environment,
    DescribeEnvironmentResources: environment,
    DescribeEnvironments: (
      { ApplicationName, EnvironmentNames = [] }: eb.DescribeEnvironmentsMessage,
      scope,
    ) =>
      EnvironmentNames.length === 0
        ? [arn(scope, 'environment', ApplicationName, '*')]
        : EnvironmentNames.flatMap((EnvironmentName) =>
            environment({ ApplicationName, EnvironmentName }, scope),
          ),
    DescribeEvents: events,
    DescribeInstancesHealth: environment,
    ListTagsForResource: tagged,
    RebuildEnvironment: environment,
    RequestEnvironmentInfo: environment,
    RestartAppServer: environment,
    RetrieveEnvironmentInfo: environment,
    SwapEnvironmentCNAMEs: (input: eb.SwapEnvironmentCNAMEsMessage, scope) => [
      ...environment(
        { EnvironmentName: input.SourceEnvironmentName, EnvironmentId: input.SourceEnvironmentId },
        scope,
      ),
      ...environment(
        { EnvironmentName: input.DestinationEnvironmentName, EnvironmentId: input.DestinationEnvironmentId },
        scope,
      ),
    ],
    TerminateEnvironment: environment,
    UpdateApplication: application,
    UpdateApplicationResourceLifecycle: application,
    UpdateApplicationVersion: version,
    UpdateConfigurationTemplate: template,
    UpdateEnvironment: environment,
    // Judged by two actions that are no operations, and not by its own name (API reference).
    UpdateTagsForResource: () => [],
    ValidateConfigurationSettings: environment,
  },
  more: {
    CreateApplicationVersion: reading,
    CreateEnvironment: passingRoles,
    UpdateEnvironment: passingRoles,
    UpdateTagsForResource: tagging,
  },
};

/** @see https://docs.aws.amazon.com/elasticbeanstalk/latest/api/API_UpdateTagsForResource.html */
function tagging({
  ResourceArn: resource = '*',
  TagsToAdd = [],
  TagsToRemove = [],
}: eb.UpdateTagsForResourceMessage): Access[] {
  const added = TagsToAdd.map(({ Key = '', Value = '' }) => [Key, Value] as const);
  const adding: Access = {
    action: 'elasticbeanstalk:AddTags',
    resource,
    context: {
      'aws:TagKeys': added.map(([key]) => key),
      ...Object.fromEntries(added.map(([key, value]) => [`aws:RequestTag/${key}`, value])),
    },
  };
  const removing: Access = {
    action: 'elasticbeanstalk:RemoveTags',
    resource,
    context: { 'aws:TagKeys': TagsToRemove },
  };
  return [...(added.length > 0 ? [adding] : []), ...(TagsToRemove.length > 0 ? [removing] : [])];
}

/**
 * The roles that options name: the service's, and the one that instances have by their profile.
 * @see https://docs.aws.amazon.com/elasticbeanstalk/latest/dg/AWSHowTo.iam.managed-policies.html
 */
function passingRoles(
  { OptionSettings = [] }: eb.CreateEnvironmentMessage | eb.UpdateEnvironmentMessage,
  { account, profiles }: Scope,
): Access[] {
  const valuesOf = (namespace: string, option: string) =>
    OptionSettings.filter(({ Namespace, OptionName }) => Namespace === namespace && OptionName === option)
      .flatMap(({ Value }) => Value ?? [])
      .filter((value) => value !== '');
  const service = valuesOf('aws:elasticbeanstalk:environment', 'ServiceRole').map((role) =>
    role.startsWith('arn:') ? role : `arn:aws:iam::${account.id}:role/${role}`,
  );
  const instances = valuesOf('aws:autoscaling:launchconfiguration', 'IamInstanceProfile').map(
    (profile) => profiles?.roleOf(profile)?.arn,
  );
  return [
    ...passing('elasticbeanstalk.amazonaws.com', ...service),
    ...passing('ec2.amazonaws.com', ...instances),
  ];
}

/** Elastic Beanstalk looks at the bundle as whoever names it. */
function reading({ SourceBundle: bundle }: eb.CreateApplicationVersionMessage): Access[] {
  if (!bundle) return [];
  return [
    { action: 's3:GetObject', resource: `arn:aws:s3:::${bundle.S3Bucket}/${bundle.S3Key}`, context: {} },
  ];
}
