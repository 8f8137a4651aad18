import { type Attempt, messageOf, note } from './attempt.ts';
import { lineOf } from './finding.ts';

/**
 * Looks for what would keep the release from running here, before anything is touched. What is only a risk goes into
 * the trail.
 * A rollback is not held up: what it goes back to has run here, and what is wrong now may be what it leaves.
 * @returns why the release cannot be rolled, all reasons at once; undefined when it can
 */
export async function checkRelease(attempt: Attempt): Promise<string | undefined> {
  const { journal, target, deployment } = attempt;
  if (deployment.kind === 'rollback') return undefined;
  const findings = await journal
    .step('check', async () => {
      const found = await target.check(deployment.release);
      const warnings = found.filter(({ level }) => level === 'warning');
      if (warnings.length > 0) await note(attempt, 'checked', warnings.map(lineOf).join(' '));
      return found;
    })
    .catch(async (cause: unknown) => {
      // A check is no part of the rollout: where it fails itself, nothing speaks against the release.
      const detail = `The release could not be checked: ${messageOf(cause)}.`;
      await journal.step('unchecked', () => note(attempt, 'checked', detail));
      return [];
    });
  const errors = findings.filter(({ level }) => level === 'error');
  if (errors.length === 0) return undefined;
  const problems = errors.length === 1 ? 'a problem' : `${errors.length} problems`;
  return `Nothing was changed: the check found ${problems}. ${errors.map(lineOf).join(' ')}`;
}
