import { z } from 'zod';
import type { Properties, Resource, ResourceProvider } from '../../cloudformation/provider.ts';
import type { Call } from '../../gateway/service.ts';
import type { Bus } from '../buses.ts';
import type { Context } from '../context.ts';
import { createEventBus } from '../operations/create-event-bus.ts';
import { deleteEventBus } from '../operations/delete-event-bus.ts';
import { eventBusPolicyStatements } from './event-bus-policy.ts';

export const tagsShape = z.array(z.strictObject({ Key: z.string(), Value: z.coerce.string() }));

/** Members that the local cloud lacks are refused by the shape, by name. */
const Shape = z.strictObject({
  Name: z.string().optional(),
  Description: z.string().optional(),
  Policy: z.unknown().optional(),
  Tags: tagsShape.optional(),
});

/** CloudFormation calls the service's own code; there is no caller to judge. */
export const stackCall = ({ account }: Context): Call => ({
  service: 'events',
  operation: 'CloudFormation',
  caller: { arn: `arn:aws:iam::${account.id}:root`, accountId: account.id },
  requestId: 'cloudformation',
});

export function eventBusResource(context: Context): ResourceProvider {
  const { buses } = context;
  const settle = (bus: Bus, properties: Properties): Resource => {
    const { Description, Policy, Tags } = Shape.parse(properties);
    if (Description === undefined) delete bus.description;
    else bus.description = Description;
    if (Policy !== undefined) eventBusPolicyStatements(bus, Policy);
    buses.tags.delete(bus.arn);
    buses.setTags(bus.arn, Tags);
    return { id: bus.name, attributes: { Arn: bus.arn, Name: bus.name } };
  };
  return {
    replaceOn: ['Name'],
    async create({ properties, generatedName }) {
      const { Name = generatedName } = Shape.parse(properties);
      await createEventBus(context)({ Name }, stackCall(context));
      return settle(buses.get(Name), properties);
    },
    update: ({ resource, properties }) => settle(buses.get(resource.id), properties),
    async delete({ resource }) {
      await deleteEventBus(context)({ Name: resource.id }, stackCall(context));
    },
  };
}
