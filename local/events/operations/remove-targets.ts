import type { RemoveTargetsRequest, RemoveTargetsResponse } from '@aws-sdk/client-eventbridge';
import type { Operation } from '../../gateway/service.ts';
import type { Context } from '../context.ts';

export const removeTargets =
  ({ buses }: Context): Operation<RemoveTargetsRequest, RemoveTargetsResponse> =>
  ({ Rule, EventBusName, Ids: ids = [] }) => {
    const rule = buses.rule(Rule, EventBusName);
    const missing = ids.filter((id) => !rule.targets.delete(id));
    return {
      FailedEntryCount: missing.length,
      FailedEntries: missing.map((TargetId) => ({
        TargetId,
        ErrorCode: 'ResourceNotFoundException',
        ErrorMessage: `Rule ${rule.name} does not have a target with the Id ${TargetId}.`,
      })),
    };
  };
