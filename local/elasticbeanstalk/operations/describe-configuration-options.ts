import type {
  ConfigurationOptionDescription,
  ConfigurationOptionsDescription,
  DescribeConfigurationOptionsMessage,
} from '@aws-sdk/client-elastic-beanstalk';
import type { Operation } from '../../gateway/service.ts';
import type { Context } from '../context.ts';
import { type KnownOption, OPTIONS, severityOf } from '../options/catalogue.ts';
import { DOCKER_STACK, platformOf } from '../platforms.ts';
import { invalid } from '../refuse.ts';

/** The options that are known here, with what they may be. */
export const describeConfigurationOptions =
  ({
    account,
    applications,
    environments,
  }: Context): Operation<DescribeConfigurationOptionsMessage, ConfigurationOptionsDescription> =>
  (input) => {
    const { EnvironmentName, TemplateName, ApplicationName, Options: asked } = input;
    const environment = EnvironmentName === undefined ? undefined : environments.get({ EnvironmentName });
    const template =
      TemplateName === undefined ? undefined : applications.get(ApplicationName).templates.get(TemplateName);
    if (TemplateName !== undefined && !template)
      throw invalid(`No Configuration Template named '${ApplicationName}/${TemplateName}' found.`);
    const known = environment?.stack ?? template?.stack;
    const isNamed = input.SolutionStackName !== undefined || input.PlatformArn !== undefined;
    const platform = platformOf(
      account,
      isNamed && known === undefined ? input : { SolutionStackName: known ?? DOCKER_STACK },
    );
    const all = Object.entries(OPTIONS).flatMap(([namespace, options]) =>
      Object.entries(options).map(([name, option]) => describe(namespace, name, option)),
    );
    const options = asked
      ? all.filter(({ Namespace, Name }) =>
          asked.some((one) => one.Namespace === Namespace && (one.OptionName ?? Name) === Name),
        )
      : all;
    return { SolutionStackName: platform.stack, PlatformArn: platform.arn, Options: options };
  };

const describe = (
  Namespace: string,
  Name: string,
  { initial, values, low, high, list }: KnownOption,
): ConfigurationOptionDescription => ({
  Namespace,
  Name,
  ...(initial === undefined ? {} : { DefaultValue: initial }),
  ChangeSeverity: severityOf(Namespace, Name),
  UserDefined: false,
  ValueType: list ? 'List' : 'Scalar',
  ...(values ? { ValueOptions: [...values] } : {}),
  ...(low === undefined ? {} : { MinValue: low }),
  ...(high === undefined ? {} : { MaxValue: high }),
});
