import { z } from 'zod';
import type { Properties, Resource, ResourceProviders } from '../cloudformation/provider.ts';
import type { Context } from './context.ts';

const Shape = z.strictObject({
  Name: z.string().optional(),
  // CloudFormation does not make secure strings.
  Type: z.enum(['String', 'StringList']),
  Value: z.coerce.string(),
  Description: z.string().optional(),
  AllowedPattern: z.string().optional(),
  Tier: z.enum(['Standard', 'Advanced']).default('Standard'),
  DataType: z.literal('text').optional(),
  Tags: z.record(z.string(), z.string()).default({}),
});

/** `AWS::SSM::Parameter`. `Ref` is its name. */
export function ssmResources({ parameters }: Context): ResourceProviders {
  const put = (name: string, properties: Properties, overwrite: boolean): Resource => {
    const { Type, Value, Description, AllowedPattern, Tier, Tags } = Shape.parse(properties);
    parameters.put(
      {
        name,
        value: Value,
        type: Type,
        tier: Tier,
        description: Description,
        allowedPattern: AllowedPattern,
        modifiedBy: undefined,
        keyId: undefined,
      },
      overwrite,
    );
    parameters.setTags(name, new Map(Object.entries(Tags)));
    return { id: name, attributes: { Type, Value } };
  };
  return {
    'AWS::SSM::Parameter': {
      replaceOn: ['Name', 'DataType'],
      create: ({ properties, generatedName }) =>
        put(Shape.parse(properties).Name ?? generatedName, properties, false),
      update: ({ resource, properties }) => put(resource.id, properties, true),
      delete({ resource }) {
        if (parameters.find(resource.id)) parameters.delete(resource.id);
      },
    },
  };
}
