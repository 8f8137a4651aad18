import type { ChangeMessageVisibilityRequest } from '@aws-sdk/client-sqs';
import { AwsError, type Operation } from '../../gateway/service.ts';
import type { Context } from '../context.ts';

export const changeMessageVisibility =
  ({ queues, clock }: Context): Operation<ChangeMessageVisibilityRequest, void> =>
  ({ QueueUrl = '', ReceiptHandle = '', VisibilityTimeout = 0 }) => {
    const message = queues.get(QueueUrl).ofReceipt(ReceiptHandle);
    const now = clock.elapsed();
    if (!message || message.hiddenUntil <= now)
      throw new AwsError('MessageNotInflight', 'The specified message is not in flight.');
    message.hiddenUntil = now + VisibilityTimeout * 1000;
  };
