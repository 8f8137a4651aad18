import type { PutRuleRequest, PutRuleResponse } from '@aws-sdk/client-eventbridge';
import { AwsError, type Operation } from '../../gateway/service.ts';
import { parseExpression } from '../../scheduler/expressions/expression.ts';
import { recur } from '../../scheduler/expressions/recurrence.ts';
import type { Bus, Rule } from '../buses.ts';
import type { Context } from '../context.ts';
import { envelope } from '../envelope.ts';
import { parsePattern } from '../pattern/pattern.ts';

/** Makes a rule, or puts a new one in its place: what is not given is gone then, targets stay. */
export const putRule =
  (context: Context): Operation<PutRuleRequest, PutRuleResponse> =>
  (input) => {
    const { buses } = context;
    const bus = buses.get(input.EventBusName);
    const name = checkName(input.Name);
    if (input.EventPattern === undefined && input.ScheduleExpression === undefined)
      throw new AwsError(
        'ValidationException',
        'Parameter(s) EventPattern or ScheduleExpression must be specified.',
      );
    if (input.State === 'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS')
      throw new AwsError('ValidationException', 'the local cloud has no CloudTrail events');
    const pattern = input.EventPattern && {
      text: input.EventPattern,
      fits: parsePattern(input.EventPattern),
    };
    const before = bus.rules.get(name);
    const rule: Rule = {
      name,
      bus,
      arn: buses.ruleArn(bus, name),
      state: input.State ?? 'ENABLED',
      targets: before?.targets ?? new Map(),
      ...(pattern ? { pattern } : {}),
      ...(input.ScheduleExpression === undefined
        ? {}
        : {
            schedule: {
              text: input.ScheduleExpression,
              stop: start(context, bus, name, input.ScheduleExpression),
            },
          }),
      ...(input.Description === undefined ? {} : { description: input.Description }),
      ...(input.RoleArn === undefined ? {} : { roleArn: input.RoleArn }),
    };
    before?.schedule?.stop();
    bus.rules.set(name, rule);
    // AWS ignores tags on a rule that is there already.
    if (!before) buses.setTags(rule.arn, input.Tags);
    return { RuleArn: rule.arn };
  };

function start(context: Context, bus: Bus, name: string, text: string): () => void {
  if (bus.name !== 'default')
    throw new AwsError(
      'ValidationException',
      'ScheduleExpression is supported only on the default event bus.',
    );
  const onDue = (due: number): void => {
    const rule = bus.rules.get(name);
    if (rule?.state !== 'ENABLED') return;
    const event = { source: 'aws.events', detailType: 'Scheduled Event', resources: [rule.arn], detail: {} };
    context.router.send(rule, envelope(context, { ...event, time: new Date(due) }));
  };
  try {
    const expression = parseExpression(text);
    if (text.startsWith('at(')) throw new RangeError(`${text}: a rule takes rate and cron only`);
    return recur(context.clock, expression, { onDue });
  } catch (cause) {
    const reason = cause instanceof Error ? ` ${cause.message}` : '';
    throw new AwsError('ValidationException', `Parameter ScheduleExpression is not valid.${reason}`, {
      cause,
    });
  }
}

function checkName(name = ''): string {
  if (/^[.\-_A-Za-z0-9]{1,64}$/.test(name)) return name;
  throw new AwsError(
    'ValidationException',
    `1 validation error detected: Value '${name}' at 'name' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\.\\-_A-Za-z0-9]+`,
  );
}
