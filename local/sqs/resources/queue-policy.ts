import { z } from 'zod';
import type { Properties, Resource, ResourceProvider } from '../../cloudformation/provider.ts';
import { policyIn } from '../attributes.ts';
import type { Context } from '../context.ts';

const Shape = z.strictObject({ Queues: z.array(z.string()).min(1), PolicyDocument: z.looseObject({}) });

/** `AWS::SQS::QueuePolicy`: the queues' attribute. */
export function queuePolicyResource({ queues }: Context): ResourceProvider {
  const put = (properties: Properties, id: string): Resource => {
    const { Queues, PolicyDocument } = Shape.parse(properties);
    const text = JSON.stringify(PolicyDocument);
    // A malformed one fails the stack, not a later message.
    policyIn(text);
    for (const queue of Queues.map((url) => queues.get(url))) queue.attributes.set('Policy', text);
    return { id, attributes: { Id: id } };
  };
  const remove = (properties: Properties): void => {
    for (const url of Shape.parse(properties).Queues) queues.find(url)?.attributes.delete('Policy');
  };
  return {
    replaceOn: [],
    create: ({ properties, generatedName }) => put(properties, generatedName),
    update({ properties, previous, resource }) {
      remove(previous);
      return put(properties, resource.id);
    },
    delete: ({ properties }) => remove(properties),
  };
}
