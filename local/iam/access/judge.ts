import { AwsError, type Call, type Caller } from '../../gateway/service.ts';
import type { Account } from '../../parts.ts';
import { type Access, authorize, refusal } from '../policy/authorize.ts';
import type { Statement } from '../policy/document.ts';
import type { Sessions } from '../sessions.ts';
import { neededAccess } from './needed-access.ts';

export interface JudgeOptions {
  readonly account: Account;
  readonly sessions: Sessions;
  readonly functionOfCallback: (id: string) => string | undefined;
  /** Told of each access that was allowed and by which statement: what is never told is granted and not used. */
  readonly onAllowed?: (call: Call, access: Access, statement: Statement) => void;
}

/**
 * Judges each call against the caller's own role, for the gateway's `intercept`. The account's owner may do all.
 * @throws AwsError AccessDeniedException, in AWS's words
 */
export function createJudge({ account, sessions, functionOfCallback, onAllowed }: JudgeOptions) {
  const { region, id } = account;
  const scope = {
    account,
    arn: (service: string, rest: string) =>
      rest.startsWith('arn:') ? rest : `arn:aws:${service}:${region}:${id}:${rest}`,
    functionOfCallback,
  };
  return (call: Call, input: unknown): void => {
    const policies = sessions.policiesOf(call.caller);
    if (policies === undefined) return;
    for (const access of neededAccess(call, input, scope)) {
      const decision = authorize(policies, access);
      if (!decision.allowed)
        throw new AwsError('AccessDeniedException', refusal(call.caller.arn, access, decision));
      if (decision.statement) onAllowed?.(call, access, decision.statement);
    }
  };
}

/** Says what a caller may do where no call of an API is: at the image registry. */
export function createPermits(sessions: Sessions) {
  return (caller: Caller, action: string, resource: string): boolean => {
    const policies = sessions.policiesOf(caller);
    if (policies === undefined) return true;
    return authorize(policies, { action, resource, context: { 'aws:PrincipalAccount': caller.accountId } })
      .allowed;
  };
}
