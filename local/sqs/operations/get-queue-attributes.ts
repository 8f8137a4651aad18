import type { GetQueueAttributesRequest, GetQueueAttributesResult } from '@aws-sdk/client-sqs';
import type { Operation } from '../../gateway/service.ts';
import type { Context } from '../context.ts';
import type { Queue } from '../queue.ts';

export const getQueueAttributes =
  ({ queues }: Context): Operation<GetQueueAttributesRequest, GetQueueAttributesResult> =>
  ({ QueueUrl = '', AttributeNames = [] }) => {
    const names: readonly string[] = AttributeNames;
    const wanted = Object.entries(describe(queues.get(QueueUrl))).filter(
      ([name]) => names.includes('All') || names.includes(name),
    );
    return wanted.length === 0 ? {} : { Attributes: Object.fromEntries(wanted) };
  };

function describe(queue: Queue): Record<string, string> {
  const { visible, hidden, delayed } = queue.counts();
  return {
    ...Object.fromEntries(queue.attributes),
    QueueArn: queue.names.arn,
    CreatedTimestamp: String(Math.floor(queue.created / 1000)),
    LastModifiedTimestamp: String(Math.floor(queue.modified / 1000)),
    ApproximateNumberOfMessages: String(visible),
    ApproximateNumberOfMessagesNotVisible: String(hidden),
    ApproximateNumberOfMessagesDelayed: String(delayed),
  };
}
