import type { AnyOperation } from '../../gateway/service.ts';
import type { Context } from '../context.ts';
import { createEventBus } from './create-event-bus.ts';
import { deleteEventBus } from './delete-event-bus.ts';
import { deleteRule } from './delete-rule.ts';
import { describeEventBus } from './describe-event-bus.ts';
import { describeRule } from './describe-rule.ts';
import { disableRule } from './disable-rule.ts';
import { enableRule } from './enable-rule.ts';
import { listEventBuses } from './list-event-buses.ts';
import { listRules } from './list-rules.ts';
import { listTagsForResource } from './list-tags-for-resource.ts';
import { listTargetsByRule } from './list-targets-by-rule.ts';
import { putEvents } from './put-events.ts';
import { putRule } from './put-rule.ts';
import { putTargets } from './put-targets.ts';
import { removeTargets } from './remove-targets.ts';
import { tagResource } from './tag-resource.ts';
import { testEventPattern } from './test-event-pattern.ts';
import { untagResource } from './untag-resource.ts';

/** What the service answers, by AWS's names. */
export const operationsOf = (context: Context): Readonly<Record<string, AnyOperation>> => ({
  CreateEventBus: createEventBus(context),
  DeleteEventBus: deleteEventBus(context),
  DeleteRule: deleteRule(context),
  DescribeEventBus: describeEventBus(context),
  DescribeRule: describeRule(context),
  DisableRule: disableRule(context),
  EnableRule: enableRule(context),
  ListEventBuses: listEventBuses(context),
  ListRules: listRules(context),
  ListTagsForResource: listTagsForResource(context),
  ListTargetsByRule: listTargetsByRule(context),
  PutEvents: putEvents(context),
  PutRule: putRule(context),
  PutTargets: putTargets(context),
  RemoveTargets: removeTargets(context),
  TagResource: tagResource(context),
  TestEventPattern: testEventPattern(),
  UntagResource: untagResource(context),
});
