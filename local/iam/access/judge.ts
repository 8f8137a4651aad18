import type { Clock } from '../../clock.ts';
import { AwsError, type Call, type Caller } from '../../gateway/service.ts';
import type { Account, Refuses } from '../../parts.ts';
import { type Access, authorize, type Decision } from '../policy/authorize.ts';
import type { PolicyDocument } from '../policy/document.ts';
import type { Sessions } from '../sessions.ts';
import { callContext, callerContext } from './context.ts';
import type { Judgements } from './judgements.ts';
import { neededAccess } from './needed-access.ts';
import { refusal } from './refusal.ts';
import type { Lookups } from './rules.ts';

export interface JudgeOptions {
  readonly account: Account;
  readonly clock: Clock;
  readonly sessions: Sessions;
  readonly judgements: Judgements;
  /** The policy of a resource: a queue's, a function's, a bucket's. */
  readonly policyOf?: (arn: string) => PolicyDocument | undefined;
  readonly lookups: Lookups;
}

/**
 * Judges each call against the caller's own role and the resources' policies. The account's owner may do all.
 * @throws AwsError AccessDeniedException, in AWS's words; the gateway gives it the code that the service has for it
 */
export function createJudge(options: JudgeOptions) {
  const { account, lookups } = options;
  const { region, id } = account;
  const scope = {
    ...lookups,
    account,
    arn: (service: string, rest: string) =>
      rest.startsWith('arn:') ? rest : `arn:aws:${service}:${region}:${id}:${rest}`,
  };
  return (call: Call, input: unknown): void => {
    if (options.sessions.policiesOf(call.caller) === undefined) return;
    const context = callContext(options, call.caller, input);
    for (const needed of neededAccess(call, input, scope)) {
      const access = { ...needed, context: { ...context, ...needed.context } };
      const decision = judge(options, call.caller, access);
      if (!decision.allowed)
        throw new AwsError('AccessDeniedException', refusal(`User: ${call.caller.arn}`, access, decision));
    }
  };
}

/** Says what a role may do where no call of an API is: where a service acts under it, and at the image registry. */
export function createRefuses(
  options: Pick<JudgeOptions, 'account' | 'clock' | 'sessions' | 'judgements' | 'policyOf'>,
): Refuses {
  return (caller, action, resource) => {
    if (options.sessions.policiesOf(caller) === undefined) return undefined;
    const access = { action, resource, context: callerContext(options, caller) };
    const decision = judge(options, caller, access);
    return decision.allowed ? undefined : refusal(`User: ${caller.arn}`, access, decision);
  };
}

function judge(
  { sessions, judgements, policyOf }: Pick<JudgeOptions, 'sessions' | 'judgements' | 'policyOf'>,
  caller: Caller,
  access: Access,
): Decision {
  const policy = policyOf?.(access.resource);
  const decision = authorize(
    sessions.policiesOf(caller) ?? [],
    access,
    policy && { policy, actor: { caller } },
  );
  judgements.tell({ caller, access, ...decision });
  return decision;
}
