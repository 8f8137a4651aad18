import type { Deployment } from './model.ts';
import type { Journal, Ports } from './ports.ts';
import { START_BURST, START_EVERY_MS } from './timing.ts';

/**
 * Deployments that are requested all at once begin one after the other, so that AWS throttles none of them: retries that
 * do not know of each other only make more calls. A rollback is not held up.
 *
 * It comes before the turn: who waits here holds nothing.
 */
export async function awaitStartSlot(deployment: Deployment, journal: Journal, ports: Ports): Promise<void> {
  if (deployment.kind === 'rollback') return;
  const seconds = await journal
    .step('slot', async () => {
      const now = ports.now();
      const at = await ports.ledger.takeSlot(scopeOf(deployment.target), now, START_EVERY_MS, START_BURST);
      return Math.max(0, Math.ceil((at - now) / 1000));
    })
    // It is kind to others, and nothing that the deployment needs.
    .catch(() => 0);
  if (seconds > 0) await journal.sleep('slot:wait', seconds);
}

/** What AWS's limits are for: an account in a region. */
function scopeOf(target: string): string {
  return target.slice(0, target.lastIndexOf(':'));
}
