import type { CreateScheduleInput } from '@aws-sdk/client-scheduler';
import { AwsError } from '../gateway/service.ts';
import type { Account, ActingService } from '../parts.ts';

/** What a caller asked for, checked; the input's own words. */
export type Asked = Omit<CreateScheduleInput, 'ClientToken'>;

export interface Schedule {
  readonly name: string;
  readonly arn: string;
  readonly asked: Asked;
  readonly clientToken: string | undefined;
  readonly createdAt: Date;
  readonly changedAt: Date;
  stop(): void;
}

/** The one group there is. */
export const DEFAULT_GROUP = 'default';

/**
 * Whom schedules' roles have to trust: it comes for a group, never for one schedule.
 * @see https://docs.aws.amazon.com/scheduler/latest/UserGuide/cross-service-confused-deputy-prevention.html
 */
export const actingFor = ({ region, id }: Account): Required<ActingService> => ({
  service: 'scheduler.amazonaws.com',
  sourceArn: `arn:aws:scheduler:${region}:${id}:schedule-group/${DEFAULT_GROUP}`,
});

export class Schedules {
  readonly all = new Map<string, Schedule>();

  /** @throws AwsError ResourceNotFoundException */
  get(name = '', group: string | undefined): Schedule {
    checkGroup(group);
    const schedule = this.all.get(name);
    if (!schedule)
      throw new AwsError('ResourceNotFoundException', `Schedule ${name} does not exist.`, { status: 404 });
    return schedule;
  }

  delete(name: string): void {
    this.all.get(name)?.stop();
    this.all.delete(name);
  }
}

/** @throws AwsError ResourceNotFoundException */
export function checkGroup(group = DEFAULT_GROUP): void {
  if (group !== DEFAULT_GROUP)
    throw new AwsError(
      'ResourceNotFoundException',
      `Schedule group ${group} does not exist. The local cloud has the group ${DEFAULT_GROUP} only.`,
      { status: 404 },
    );
}
