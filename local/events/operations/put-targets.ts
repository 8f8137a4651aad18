import type { PutTargetsRequest, PutTargetsResponse, Target } from '@aws-sdk/client-eventbridge';
import { AwsError, type Operation } from '../../gateway/service.ts';
import type { Context } from '../context.ts';
import { checkInput } from '../delivery/input.ts';
import { refuse } from '../refuse.ts';

/** Targets of a rule (EventBridge quotas). */
const MAX_TARGETS = 5;
const UNSUPPORTED = [
  'AppSyncParameters',
  'BatchParameters',
  'EcsParameters',
  'HttpParameters',
  'KinesisParameters',
  'RedshiftDataParameters',
  'RunCommandParameters',
  'SageMakerPipelineParameters',
  'SqsParameters',
];

/** Adds targets; one with an Id that is there already takes its place. */
export const putTargets =
  ({ buses, deliveries }: Context): Operation<PutTargetsRequest, PutTargetsResponse> =>
  ({ Rule, EventBusName, Targets: targets = [] }) => {
    const rule = buses.rule(Rule, EventBusName);
    for (const target of targets) check(target, (arn) => deliveries.reaches(arn));
    const ids = new Set([...rule.targets.keys(), ...targets.map(({ Id }) => Id)]);
    if (ids.size > MAX_TARGETS)
      throw new AwsError(
        'LimitExceededException',
        `The requested resource exceeds the maximum number allowed.`,
      );
    for (const target of targets) rule.targets.set(target.Id ?? '', target);
    return { FailedEntryCount: 0, FailedEntries: [] };
  };

function check(target: Target, reaches: (arn: string) => boolean): void {
  refuse(target, UNSUPPORTED);
  checkInput(target);
  for (const arn of [target.Arn, target.DeadLetterConfig?.Arn])
    if (arn !== undefined && !reaches(arn))
      throw new AwsError(
        'ValidationException',
        `the local cloud does not deliver events to ${arn} (target ${target.Id})`,
      );
}
