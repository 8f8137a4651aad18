import { z } from 'zod';
import type { Properties, Resource, ResourceProvider } from '../../cloudformation/provider.ts';
import type { Context } from '../context.ts';

const Shape = z.strictObject({ Queues: z.array(z.string()).min(1), PolicyDocument: z.looseObject({}) });

/** `AWS::SQS::QueuePolicy`: kept as the queues' attribute. Deliveries inside of the cloud are not judged by it. */
export function queuePolicyResource({ queues }: Context): ResourceProvider {
  const put = (properties: Properties, id: string): Resource => {
    const { Queues, PolicyDocument } = Shape.parse(properties);
    for (const queue of Queues.map((url) => queues.get(url)))
      queue.attributes.set('Policy', JSON.stringify(PolicyDocument));
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
