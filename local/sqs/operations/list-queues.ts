import type { ListQueuesRequest, ListQueuesResult } from '@aws-sdk/client-sqs';
import { AwsError, type Operation } from '../../gateway/service.ts';
import { cutPage } from '../../paging.ts';
import type { Context } from '../context.ts';

/** Queues in an answer, at most, where the caller does not page (API reference). */
const MAX_QUEUES = 1000;

export const listQueues =
  ({ queues }: Context): Operation<ListQueuesRequest, ListQueuesResult> =>
  ({ QueueNamePrefix = '', MaxResults, NextToken }) => {
    const found = queues.list().filter(({ names }) => names.name.startsWith(QueueNamePrefix));
    const { items, next } = cutPage(
      found,
      { token: NextToken, size: MaxResults ?? MAX_QUEUES },
      () => new AwsError('InvalidParameterValue', `Value ${NextToken} for parameter NextToken is invalid.`),
    );
    return {
      QueueUrls: items.map(({ names }) => names.url),
      ...(MaxResults !== undefined && next !== undefined ? { NextToken: next } : {}),
    };
  };
