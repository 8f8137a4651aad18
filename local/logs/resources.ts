import * as z from 'zod';
import type {
  Properties,
  Resource,
  ResourceProvider,
  ResourceProviders,
} from '../cloudformation/provider.ts';
import type { Context } from './context.ts';
import type { LogGroup } from './groups.ts';

/** Members that the local cloud lacks are refused. */
const Shape = z.strictObject({
  LogGroupName: z.string().optional(),
  RetentionInDays: z.coerce.number().optional(),
  LogGroupClass: z.literal('STANDARD').optional(),
  Tags: z.array(z.strictObject({ Key: z.string(), Value: z.coerce.string() })).optional(),
});

export const logsResources = (context: Context): ResourceProviders => ({
  'AWS::Logs::LogGroup': logGroupResource(context),
});

function logGroupResource({ groups }: Context): ResourceProvider {
  const set = (group: LogGroup, properties: Properties): Resource => {
    const { RetentionInDays, Tags = [] } = Shape.parse(properties);
    groups.setRetention(group, RetentionInDays);
    group.tags = Object.fromEntries(Tags.map(({ Key, Value }) => [Key, Value]));
    return { id: group.name, attributes: { Arn: `${group.arn}:*` } };
  };
  return {
    replaceOn: ['LogGroupName'],
    create({ properties, generatedName }) {
      const { LogGroupName = generatedName } = Shape.parse(properties);
      return set(groups.create(LogGroupName), properties);
    },
    update: ({ resource, properties }) => set(groups.get(resource.id), properties),
    delete({ resource }) {
      if (groups.find(resource.id)) groups.delete(resource.id);
    },
  };
}
