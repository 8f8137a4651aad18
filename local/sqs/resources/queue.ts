import { z } from 'zod';
import type { Properties, Resource, ResourceProvider } from '../../cloudformation/provider.ts';
import { attributesOf } from '../attributes.ts';
import type { Context } from '../context.ts';
import type { Queue } from '../queue.ts';

/** A queue's name has at most 80 characters (API reference, CreateQueue). */
const MAX_NAME = 80;

// Attributes are texts in the API, whatever a template writes.
const text = z.union([z.string(), z.number(), z.boolean()]).transform(String).optional();
const json = z.union([z.string(), z.looseObject({}).transform((value) => JSON.stringify(value))]).optional();

// What makes a FIFO queue is refused by the queues themselves.
const Shape = z.strictObject({
  QueueName: z.string().optional(),
  FifoQueue: text,
  DelaySeconds: text,
  KmsDataKeyReusePeriodSeconds: text,
  KmsMasterKeyId: text,
  MaximumMessageSize: text,
  MessageRetentionPeriod: text,
  ReceiveMessageWaitTimeSeconds: text,
  RedriveAllowPolicy: json,
  RedrivePolicy: json,
  SqsManagedSseEnabled: text,
  VisibilityTimeout: text,
  Tags: z.array(z.strictObject({ Key: z.string(), Value: z.coerce.string() })).default([]),
});

/** `AWS::SQS::Queue`. `Ref` is its URL. */
export function queueResource({ queues, clock }: Context): ResourceProvider {
  const read = (properties: Properties) => {
    const { QueueName, Tags, ...attributes } = Shape.parse(properties);
    return { name: QueueName, attributes, tags: Tags };
  };
  const setTags = ({ tags }: Queue, given: ReturnType<typeof read>['tags']) => {
    tags.clear();
    for (const { Key, Value } of given) tags.set(Key, Value);
  };
  return {
    replaceOn: ['QueueName', 'FifoQueue'],
    create({ properties, generatedName }) {
      const { name = generatedName.slice(-MAX_NAME), attributes, tags } = read(properties);
      if (queues.find(name)) throw new Error(`${name} already exists`);
      const queue = queues.create(name, attributes);
      setTags(queue, tags);
      return describe(queue);
    },
    update({ resource, properties }) {
      const queue = queues.get(resource.id);
      const given = read(properties);
      const { FifoQueue: _, ...attributes } = given.attributes;
      // The policy is another resource's.
      queue.attributes = attributesOf({ ...attributes, Policy: queue.attributes.get('Policy') });
      queue.modified = clock.now();
      setTags(queue, given.tags);
      return describe(queue);
    },
    delete({ resource }) {
      if (queues.find(resource.id)) queues.delete(resource.id);
    },
  };
}

function describe({ names }: Queue): Resource {
  return { id: names.url, attributes: { Arn: names.arn, QueueName: names.name, QueueUrl: names.url } };
}
