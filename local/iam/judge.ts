import { AwsError, type Call, type Caller } from '../gateway/service.ts';
import type { Account } from '../parts.ts';
import { accessesOf } from './accesses.ts';
import { authorize, refusal } from './policy/authorize.ts';
import { statementsOf } from './policy/document.ts';
import { matchesWildcard } from './policy/wildcard.ts';
import type { Sessions } from './sessions.ts';

/** Judges what callers do by the policies of the role that they act under. The account's owner may do all. */
export interface Judge {
  /** @throws AwsError AccessDeniedException in AWS's words */
  call(call: Call, input: unknown): void;
  permits(caller: Caller, action: string, resource: string): boolean;
}

export function createJudge(sessions: Sessions, account: Account): Judge {
  const refuse = (message: string) => new AwsError('AccessDeniedException', message, { status: 400 });
  return {
    call(call, input) {
      const policies = sessions.policiesOf(call.caller);
      if (policies === undefined) return;
      for (const { resource, ...access } of accessesOf(call, input, account)) {
        if (resource === undefined) {
          const isAction = (pattern: string) =>
            matchesWildcard(pattern.toLowerCase(), access.action.toLowerCase());
          const speaks = policies
            .flatMap(statementsOf)
            .some(({ effect, actions }) => effect === 'Allow' && actions?.some(isAction));
          if (!speaks)
            throw refuse(refusal(call.caller.arn, { ...access, resource: '*' }, { allowed: false }));
          continue;
        }
        const decision = authorize(policies, { ...access, resource });
        if (!decision.allowed) throw refuse(refusal(call.caller.arn, { ...access, resource }, decision));
      }
    },
    permits(caller, action, resource) {
      const policies = sessions.policiesOf(caller);
      if (policies === undefined) return true;
      return authorize(policies, { action, resource, context: { 'aws:PrincipalAccount': account.id } })
        .allowed;
    },
  };
}
