import type { GetQueueUrlRequest, GetQueueUrlResult } from '@aws-sdk/client-sqs';
import type { Operation } from '../../gateway/service.ts';
import type { Context } from '../context.ts';

export const getQueueUrl =
  ({ queues }: Context): Operation<GetQueueUrlRequest, GetQueueUrlResult> =>
  ({ QueueName = '' }) => ({ QueueUrl: queues.get(QueueName).names.url });
