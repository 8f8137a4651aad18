import type { Target } from '@aws-sdk/client-eventbridge';
import { z } from 'zod';
import type { Properties, Resource, ResourceProvider } from '../../cloudformation/provider.ts';
import type { Context } from '../context.ts';
import { deleteRule } from '../operations/delete-rule.ts';
import { putRule } from '../operations/put-rule.ts';
import { putTargets } from '../operations/put-targets.ts';
import { stackCall, tagsShape } from './event-bus.ts';

const TargetShape = z.looseObject({
  Id: z.string(),
  Arn: z.string(),
  RetryPolicy: z
    .strictObject({
      MaximumRetryAttempts: z.coerce.number().optional(),
      MaximumEventAgeInSeconds: z.coerce.number().optional(),
    })
    .optional(),
});

const Shape = z.strictObject({
  Name: z.string().optional(),
  EventBusName: z.string().optional(),
  EventPattern: z.union([z.string(), z.record(z.string(), z.unknown())]).optional(),
  ScheduleExpression: z.string().optional(),
  State: z.enum(['ENABLED', 'DISABLED']).optional(),
  Description: z.string().optional(),
  RoleArn: z.string().optional(),
  Targets: z.array(TargetShape).default([]),
  Tags: tagsShape.optional(),
});

/** `Ref` of a rule on another bus than the default is `BUS|NAME`. */
export function ruleResource(context: Context): ResourceProvider {
  const { buses } = context;
  const call = stackCall(context);
  const put = async (name: string, properties: Properties): Promise<Resource> => {
    const { Name: _, EventPattern, Targets, ...input } = Shape.parse(properties);
    const pattern = typeof EventPattern === 'object' ? JSON.stringify(EventPattern) : EventPattern;
    await putRule(context)(
      // Absent members are undefined here, which the operation takes as absent.
      { ...input, Name: name, EventPattern: pattern },
      call,
    );
    const rule = buses.rule(name, input.EventBusName);
    rule.targets.clear();
    buses.tags.delete(rule.arn);
    buses.setTags(rule.arn, input.Tags);
    await putTargets(context)(
      // Names and nesting are the API's own; the operation refuses what it lacks.
      { Rule: name, EventBusName: input.EventBusName, Targets: Targets as Target[] },
      call,
    );
    return {
      id: rule.bus.name === 'default' ? name : `${rule.bus.name}|${name}`,
      attributes: { Arn: rule.arn },
    };
  };
  return {
    replaceOn: ['Name', 'EventBusName'],
    async create({ properties, generatedName }) {
      const { Name = generatedName.slice(-64), EventBusName } = Shape.parse(properties);
      if (buses.get(EventBusName).rules.has(Name)) throw new Error(`${Name} already exists`);
      try {
        return await put(Name, properties);
      } catch (error) {
        // A rule whose targets were refused must not stay.
        await remove(context, EventBusName, Name);
        throw error;
      }
    },
    update: ({ resource, properties }) => put(resource.id.split('|').at(-1) ?? '', properties),
    delete: ({ resource, properties }) =>
      remove(context, Shape.parse(properties).EventBusName, resource.id.split('|').at(-1) ?? ''),
  };
}

async function remove(context: Context, EventBusName: string | undefined, Name: string): Promise<void> {
  context.buses.find(EventBusName)?.rules.get(Name)?.targets.clear();
  if (context.buses.find(EventBusName)) await deleteRule(context)({ Name, EventBusName }, stackCall(context));
}
