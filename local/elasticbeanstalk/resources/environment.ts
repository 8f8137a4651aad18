import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { CreatedButFailed, type Resource, type ResourceProvider } from '../../cloudformation/provider.ts';
import type { Context } from '../context.ts';
import type { Environment } from '../environments/environment.ts';
import { createEnvironment } from '../operations/create-environment.ts';
import { updateEnvironment } from '../operations/update-environment.ts';
import { terminate } from '../updates/terminate.ts';
import { gone, settled } from './settled.ts';
import { optionSettings, stackCall, tags } from './shapes.ts';

const Shape = z.strictObject({
  ApplicationName: z.string(),
  CNAMEPrefix: z.string().optional(),
  Description: z.string().optional(),
  EnvironmentName: z.string().optional(),
  OptionSettings: optionSettings,
  PlatformArn: z.string().optional(),
  SolutionStackName: z.string().optional(),
  Tags: tags,
  TemplateName: z.string().optional(),
  Tier: z.strictObject({ Name: z.string(), Type: z.string(), Version: z.string().optional() }).optional(),
  VersionLabel: z.string().optional(),
});

/** The API allows a name 40 characters, fewer than the name that CloudFormation makes may have. */
const MAX_NAME = 40;

/**
 * `AWS::ElasticBeanstalk::Environment`, which is there when it is launched: CloudFormation waits for that. `Ref` is its
 * name, and `EndpointURL` its load balancer's.
 */
export function environmentResource(context: Context): ResourceProvider {
  const { environments } = context;
  const describe = ({ name, endpoint = '' }: Environment): Resource => ({
    id: name,
    attributes: { EndpointURL: endpoint },
  });
  return {
    replaceOn: ['ApplicationName', 'CNAMEPrefix', 'EnvironmentName', 'SolutionStackName', 'Tags', 'Tier'],
    async create({ properties, generatedName }) {
      const { EnvironmentName = generatedName.slice(-MAX_NAME).replace(/^-/, ''), ...more } =
        Shape.parse(properties);
      await createEnvironment(context)(without({ EnvironmentName, ...more }), stackCall('CreateEnvironment'));
      const environment = environments.get({ EnvironmentName });
      try {
        await settled(environment);
      } catch (cause) {
        const message = cause instanceof Error ? cause.message : String(cause);
        throw new CreatedButFailed(describe(environment), message, { cause });
      }
      return describe(environment);
    },
    async update({ resource, properties, previous }) {
      const [now, before] = [Shape.parse(properties), Shape.parse(previous)];
      const environment = environments.get({ EnvironmentName: resource.id });
      const change = async (input: Record<string, unknown>) => {
        await updateEnvironment(context)(
          { EnvironmentName: resource.id, ...input },
          stackCall('UpdateEnvironment'),
        );
        await settled(environment);
      };
      // What the template does not change stays as it is: who deploys past the stack is not undone by it.
      if (now.Description !== before.Description) await change({ Description: now.Description ?? '' });
      const removed = before.OptionSettings.filter(
        (old) => !now.OptionSettings.some((one) => keyOf(one) === keyOf(old)),
      ).map(({ Namespace, OptionName }) => ({ Namespace, OptionName }));
      const set = now.OptionSettings.filter(
        (one) => !before.OptionSettings.some((old) => isDeepStrictEqual(old, one)),
      );
      const template = now.TemplateName === before.TemplateName ? undefined : now.TemplateName;
      if (set.length + removed.length > 0 || template !== undefined)
        await change(without({ OptionSettings: set, OptionsToRemove: removed, TemplateName: template }));
      // Elastic Beanstalk takes a configuration or a version at a time.
      if (now.VersionLabel !== undefined && now.VersionLabel !== before.VersionLabel)
        await change({ VersionLabel: now.VersionLabel });
      return describe(environment);
    },
    async delete({ resource }) {
      const environment = environments.find(resource.id);
      if (!environment) return;
      if (environment.status === 'Terminating') await gone(environment);
      else await terminate(context, environment, 'cloudformation').ended;
    },
  };
}

const keyOf = ({ Namespace, OptionName }: { Namespace: string; OptionName: string }) =>
  `${Namespace} ${OptionName}`;

/** Without what is not given. */
function without<Input extends object>(
  input: Input,
): { [Key in keyof Input]: Exclude<Input[Key], undefined> } {
  const given = Object.entries(input).filter(([, value]) => value !== undefined);
  // Only members that are undefined are left out, and those are optional in the API.
  return Object.fromEntries(given) as { [Key in keyof Input]: Exclude<Input[Key], undefined> };
}
