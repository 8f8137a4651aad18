import type { Clock } from '../../clock.ts';
import type { Account, Part } from '../../parts.ts';
import type { PolicyDocument } from '../policy/document.ts';
import type { Sessions } from '../sessions.ts';
import { createJudge, createRefuses } from './judge.ts';
import { type Judgement, Judgements } from './judgements.ts';
import type { Lookups } from './rules.ts';

/** All that is judged in one cloud: calls of the API, and what services do by themselves under roles. */
export function createJudging({
  account,
  clock,
  sessions,
  parts,
}: {
  account: Account;
  clock: Clock;
  sessions: Sessions;
  /** Those that resources with policies are in; asked when there is something to judge. */
  parts: () => readonly Part[];
}) {
  const judgements = new Judgements();
  const policyOf = (arn: string) => firstPolicy(parts(), arn);
  const options = { account, clock, sessions, judgements, policyOf };
  return {
    refuses: createRefuses(options),
    judgeWith: (lookups: Lookups) => createJudge({ ...options, lookups }),
    onJudged: (listener: (judgement: Judgement) => void): (() => void) => judgements.on(listener),
  };
}

/** An ARN is of one part only; the others know no policy for it. */
function firstPolicy(parts: readonly Part[], arn: string): PolicyDocument | undefined {
  for (const part of parts) {
    const policy = part.policyOf?.(arn);
    if (policy) return policy;
  }
  return undefined;
}
