import type { DeleteRuleRequest } from '@aws-sdk/client-eventbridge';
import { AwsError, type Operation } from '../../gateway/service.ts';
import type { Context } from '../context.ts';

/** A rule that is not there is deleted already: no error, as on AWS. */
export const deleteRule =
  ({ buses }: Context): Operation<DeleteRuleRequest, Record<string, never>> =>
  ({ Name = '', EventBusName }) => {
    const bus = buses.get(EventBusName);
    const rule = bus.rules.get(Name);
    if (!rule) return {};
    if (rule.targets.size > 0)
      throw new AwsError('ValidationException', `Rule can't be deleted since it has targets.`);
    rule.schedule?.stop();
    bus.rules.delete(Name);
    buses.tags.delete(rule.arn);
    return {};
  };
