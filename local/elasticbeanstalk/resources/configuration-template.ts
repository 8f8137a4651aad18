import { z } from 'zod';
import type { ResourceProvider } from '../../cloudformation/provider.ts';
import type { Context } from '../context.ts';
import { createConfigurationTemplate } from '../operations/create-configuration-template.ts';
import { updateConfigurationTemplate } from '../operations/update-configuration-template.ts';
import { optionSettings, stackCall } from './shapes.ts';

/** Characters of a name. */
const LONGEST = 100;

const Shape = z.strictObject({
  ApplicationName: z.string(),
  Description: z.string().optional(),
  EnvironmentId: z.string().optional(),
  OptionSettings: optionSettings,
  PlatformArn: z.string().optional(),
  SolutionStackName: z.string().optional(),
  SourceConfiguration: z.strictObject({ ApplicationName: z.string(), TemplateName: z.string() }).optional(),
});

/** `AWS::ElasticBeanstalk::ConfigurationTemplate`. `Ref` is its name. */
export function configurationTemplateResource(context: Context): ResourceProvider {
  return {
    replaceOn: [
      'ApplicationName',
      'EnvironmentId',
      'PlatformArn',
      'SolutionStackName',
      'SourceConfiguration',
    ],
    async create({ properties, generatedName }) {
      const TemplateName = generatedName.slice(-LONGEST);
      await createConfigurationTemplate(context)(
        { ...Shape.parse(properties), TemplateName },
        stackCall('CreateConfigurationTemplate'),
      );
      return { id: TemplateName, attributes: { TemplateName } };
    },
    async update({ resource, properties }) {
      const { ApplicationName, Description, OptionSettings } = Shape.parse(properties);
      await updateConfigurationTemplate(context)(
        { ApplicationName, TemplateName: resource.id, Description, OptionSettings },
        stackCall('UpdateConfigurationTemplate'),
      );
      return resource;
    },
    delete({ resource, properties }) {
      const { ApplicationName } = Shape.parse(properties);
      context.applications.find(ApplicationName)?.templates.delete(resource.id);
    },
  };
}
