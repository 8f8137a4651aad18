import type { DeploymentRecord } from '../shared/deployment/commands.ts';
import type { Verdict } from '../shared/deployment/model.ts';

/** From good to bad. */
const VERDICTS: readonly Verdict[] = ['verified', 'superseded', 'rejected', 'rolled-back', 'failed'];

/** The verdict on several deployments together: that of the worst of them. */
export function worstVerdict(records: readonly DeploymentRecord[]): Verdict {
  const found = records.map(({ ending }) => (ending ? VERDICTS.indexOf(ending.verdict) : -1));
  return VERDICTS[Math.max(...found)] ?? 'failed';
}
