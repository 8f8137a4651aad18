import { askForTurn, giveBack, leaveToken } from './claim.ts';
import type { Deployment } from './model.ts';
import type { Journal, Ports } from './ports.ts';
import { LEASE_MS, TURN_LIMIT_MS, TURN_TIMER_SECONDS, YIELD_LIMIT_MS } from './timing.ts';

export type TurnTaken = { readonly kind: 'held' } | { readonly kind: 'superseded'; readonly by: string };

/** Waits until the deployment holds its target, or a newer one makes it pointless. */
export async function takeTurn(deployment: Deployment, journal: Journal, ports: Ports): Promise<TurnTaken> {
  for (let round = 1; ; round++) {
    const wait = round === 1 ? undefined : await journal.openWait(`turn:wait-${round}`, TURN_TIMER_SECONDS);
    const answer = await journal.step(`turn:ask-${round}`, () => ask(deployment, wait?.token, ports));
    if (answer.kind === 'held' || answer.kind === 'superseded') return answer;
    // The first round only asks: a free target costs no wait. From the second on a token is left before asking.
    await wait?.ended();
  }
}

async function ask(deployment: Deployment, token: string | undefined, ports: Ports) {
  const { id, order, kind, requestedAt, target } = deployment;
  const now = ports.now();
  if (now - requestedAt > TURN_LIMIT_MS)
    return { kind: 'superseded', by: 'its own age: it waited for a day' } as const;
  // Of pushes that come together only the last is rolled out, whichever build ends first.
  const yields = now - requestedAt < YIELD_LIMIT_MS && (await ports.ledger.newerPushIsComing(deployment));
  const answer = await ports.ledger.changeTarget(target, (state) => {
    const asked = askForTurn(state, { deployment: id, order, kind, yields }, now, LEASE_MS);
    if (asked.result.kind !== 'wait' || token === undefined) return asked;
    return { ...asked, state: leaveToken(asked.state, id, token, now, LEASE_MS).state };
  });
  if (answer.kind !== 'superseded' && answer.displaced !== undefined) await ports.wake(answer.displaced);
  if (answer.kind !== 'held') return answer;
  await ports.ledger.note(id, { step: 'claimed', at: now, detail: `holds ${target}` });
  return { kind: 'held' } as const;
}

/** Frees the target and wakes whoever waits for it. */
export async function giveTurnBack(deployment: Deployment, ports: Ports): Promise<void> {
  const next = await ports.ledger.changeTarget(deployment.target, (state) => giveBack(state, deployment.id));
  if (next !== undefined) await ports.wake(next);
}
