import type { Service } from '../../gateway/service.ts';
import type { Context } from '../context.ts';
import { createLogGroup } from './create-log-group.ts';
import { createLogStream } from './create-log-stream.ts';
import { deleteLogGroup } from './delete-log-group.ts';
import { describeLogGroups } from './describe-log-groups.ts';
import { describeLogStreams } from './describe-log-streams.ts';
import { filterLogEvents } from './filter-log-events.ts';
import { getLogEvents } from './get-log-events.ts';
import { putLogEvents } from './put-log-events.ts';
import { putRetentionPolicy } from './put-retention-policy.ts';

export const operationsOf = (context: Context): Service['operations'] => ({
  CreateLogGroup: createLogGroup(context),
  CreateLogStream: createLogStream(context),
  DeleteLogGroup: deleteLogGroup(context),
  DescribeLogGroups: describeLogGroups(context),
  DescribeLogStreams: describeLogStreams(context),
  FilterLogEvents: filterLogEvents(context),
  GetLogEvents: getLogEvents(context),
  PutLogEvents: putLogEvents(context),
  PutRetentionPolicy: putRetentionPolicy(context),
});
