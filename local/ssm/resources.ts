import type { Properties, Resource, ResourceProviders } from '../cloudformation/provider.ts';
import type { Parameters } from './parameters.ts';

export function ssmResources(parameters: Parameters): ResourceProviders {
  const put = (name: string, { Type, Value, Description }: Properties, overwrite: boolean): Resource => {
    // CloudFormation does not make secure strings.
    if (Type !== 'String' && Type !== 'StringList')
      throw new Error(`Type must be String or StringList, not ${Type}`);
    const description = typeof Description === 'string' ? { description: Description } : {};
    parameters.put({ name, value: String(Value), type: Type, ...description }, overwrite);
    return { id: name, attributes: { Type, Value } };
  };
  return {
    'AWS::SSM::Parameter': {
      replaceOn: ['Name'],
      create: ({ properties, generatedName }) =>
        put(typeof properties.Name === 'string' ? properties.Name : generatedName, properties, false),
      update: ({ resource, properties }) => put(resource.id, properties, true),
      delete: ({ resource }) => parameters.delete(resource.id),
    },
  };
}
