import { randomUUID } from 'node:crypto';
import type { Target } from '@aws-sdk/client-scheduler';
import { deliverAtLeastOnce } from '../events/delivery/at-least-once.ts';
import type { Context } from './context.ts';
import type { Expression } from './expressions/expression.ts';
import { recur } from './expressions/recurrence.ts';
import { type Asked, actingFor, type Schedule } from './schedules.ts';

/** Keeps a schedule and lets it run. */
export function start(
  context: Context,
  asked: Asked,
  expression: Expression,
  identity: Pick<Schedule, 'clientToken' | 'createdAt'>,
): Schedule {
  const { account, clock, schedules } = context;
  const name = asked.Name ?? '';
  const arn = `arn:aws:scheduler:${account.region}:${account.id}:schedule/default/${name}`;
  const closing = new AbortController();
  const run = (due: number): void => {
    const windowMinutes = asked.FlexibleTimeWindow?.MaximumWindowInMinutes ?? 0;
    clock.after(windowMinutes * 60 * Math.random(), () =>
      invoke(context, arn, asked.Target, due, closing.signal),
    );
  };
  const stop =
    asked.State === 'DISABLED'
      ? () => undefined
      : recur(clock, expression, {
          onDue: run,
          from: asked.StartDate?.getTime(),
          until: asked.EndDate?.getTime(),
          onEnd: () => {
            // Only the schedule: what it sent goes on by itself.
            if (asked.ActionAfterCompletion === 'DELETE') schedules.all.delete(name);
          },
        });
  const schedule: Schedule = {
    name,
    arn,
    asked,
    ...identity,
    changedAt: clock.date(),
    stop() {
      stop();
      closing.abort();
    },
  };
  schedules.all.set(name, schedule);
  return schedule;
}

function invoke(
  { account, clock, deliveries, acting }: Context,
  arn: string,
  target: Target | undefined,
  due: number,
  closing: AbortSignal,
): void {
  const time = new Date(due).toISOString().replace(/\.\d+Z$/, 'Z');
  const id = randomUUID();
  const payload =
    target?.Input?.replaceAll('<aws.scheduler.schedule-arn>', arn)
      .replaceAll('<aws.scheduler.scheduled-time>', time)
      .replaceAll('<aws.scheduler.execution-id>', id) ??
    // What a target without Input gets (user guide, "Templated targets").
    JSON.stringify({
      version: '0',
      id,
      'detail-type': 'Scheduled Event',
      source: 'aws.scheduler',
      account: account.id,
      time,
      region: account.region,
      resources: [arn],
      detail: '{}',
    });
  const { MaximumRetryAttempts, MaximumEventAgeInSeconds } = target?.RetryPolicy ?? {};
  const deadLetterArn = target?.DeadLetterConfig?.Arn;
  void deliverAtLeastOnce({ deliveries, clock, closing, acting }, target?.Arn ?? '', payload, {
    under: { roleArn: target?.RoleArn ?? '', by: actingFor(account) },
    ...(deadLetterArn === undefined ? {} : { deadLetterArn }),
    ...(MaximumRetryAttempts === undefined ? {} : { maximumRetryAttempts: MaximumRetryAttempts }),
    ...(MaximumEventAgeInSeconds === undefined ? {} : { maximumEventAgeInSeconds: MaximumEventAgeInSeconds }),
  });
}
