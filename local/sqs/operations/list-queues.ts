import type { ListQueuesRequest, ListQueuesResult } from '@aws-sdk/client-sqs';
import type { Operation } from '../../gateway/service.ts';
import type { Context } from '../context.ts';

/** Queues in an answer, at most, where the caller does not page (API reference). */
const MAX_QUEUES = 1000;

export const listQueues =
  ({ queues }: Context): Operation<ListQueuesRequest, ListQueuesResult> =>
  ({ QueueNamePrefix = '', MaxResults, NextToken }) => {
    const start = NextToken === undefined ? 0 : Number(Buffer.from(NextToken, 'base64url').toString()) || 0;
    const end = start + (MaxResults ?? MAX_QUEUES);
    const found = queues.list().filter(({ names }) => names.name.startsWith(QueueNamePrefix));
    return {
      QueueUrls: found.slice(start, end).map(({ names }) => names.url),
      ...(MaxResults !== undefined && end < found.length
        ? { NextToken: Buffer.from(String(end)).toString('base64url') }
        : {}),
    };
  };
