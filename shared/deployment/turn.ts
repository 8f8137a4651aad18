import { askForTurn, giveBack, leaveToken, type TurnAnswer } from './claim.ts';
import type { Deployment } from './model.ts';
import type { Journal, Ports } from './ports.ts';
import type { Turn } from './target-state.ts';
import {
  GATED_TIMER_SECONDS,
  LEASE_MS,
  LONGEST_TURN_TIMER_SECONDS,
  TURN_LIMIT_MS,
  TURN_TIMER_SECONDS,
  YIELD_LIMIT_MS,
} from './timing.ts';

export type TurnTaken = Exclude<TurnAnswer, { readonly kind: 'wait' }>;

/** Waits until the deployment holds its target, or a newer one makes it pointless. */
export async function takeTurn(deployment: Deployment, journal: Journal, ports: Ports): Promise<TurnTaken> {
  let seconds = TURN_TIMER_SECONDS;
  for (let round = 1; ; round++) {
    const wait = round === 1 ? undefined : await journal.openWait(`turn:wait-${round}`, seconds);
    const answer = await journal.step(`turn:ask-${round}`, () => ask(deployment, wait?.token, ports));
    if (answer.kind !== 'wait') return answer;
    seconds = answer.seconds;
    // The first round only asks: a free target costs no wait. From the second on a token is left before asking.
    await wait?.ended();
  }
}

type Asked = TurnTaken | { readonly kind: 'wait'; readonly seconds: number };

async function ask(deployment: Deployment, token: string | undefined, ports: Ports): Promise<Asked> {
  const { id, requestedAt, target } = deployment;
  const now = ports.now();
  if (now - requestedAt > TURN_LIMIT_MS) {
    await giveTurnBack(deployment, ports);
    return { kind: 'superseded', by: 'its own age: it waited for a week' };
  }
  const newerIsComing = () => ports.ledger.newerPushIsComing(deployment);
  // Of pushes that come together only the last is rolled out, whichever build ends first.
  const yields = now - requestedAt < YIELD_LIMIT_MS && (await newerIsComing());
  const turn = turnOf(deployment, yields);
  const answer = await ports.ledger.changeTarget(target, (state) => {
    const asked = askForTurn(state, turn, now, LEASE_MS);
    if (asked.result.kind !== 'wait' || token === undefined) return asked;
    return { ...asked, state: leaveToken(asked.state, id, token, now, LEASE_MS).state };
  });
  switch (answer.kind) {
    case 'superseded':
    case 'rejected':
      return answer;
    case 'held':
      for (const one of answer.displaced ?? []) await ports.wake(one);
      await ports.ledger.note(id, { step: 'claimed', at: now, detail: `holds ${target}` });
      return { kind: 'held' };
    case 'wait': {
      const { displaced = [], interrupted, gate } = answer;
      for (const one of interrupted === undefined ? displaced : [...displaced, interrupted])
        await ports.wake(one);
      // Who was built or refused while there was no token yet has woken nobody.
      if (yields && token !== undefined && !(await newerIsComing())) return ask(deployment, token, ports);
      if (gate !== undefined)
        await ports.ledger.note(id, { step: 'waits', at: now, detail: `the target is ${gate}` });
      return { kind: 'wait', seconds: secondsToWait(answer, now, yields) };
    }
  }
}

/** The deployment as the target's queue sees it. */
function turnOf(deployment: Deployment, yields: boolean): Turn {
  const { id, order, kind, release, stage, byHand, force, follows } = deployment;
  return {
    deployment: id,
    order,
    kind,
    digest: release.digest,
    ...(yields ? { yields } : {}),
    ...(kind === 'rollback' || stage.onNewer === 'interrupt' ? { interrupts: true } : {}),
    ...(byHand ? { byHand } : {}),
    // What was under way when the target was frozen comes to its end.
    ...(force || follows !== undefined ? { passesFreeze: true } : {}),
  };
}

/** Whoever is in the way wakes it, and a timer does where that is lost. */
function secondsToWait(
  { gate, heldUntil }: Extract<TurnAnswer, { kind: 'wait' }>,
  now: number,
  yields: boolean,
): number {
  if (gate !== undefined && !yields && heldUntil === undefined) return GATED_TIMER_SECONDS;
  const left = heldUntil === undefined ? 0 : Math.ceil((heldUntil - now) / 1000);
  return Math.min(Math.max(left, TURN_TIMER_SECONDS), LONGEST_TURN_TIMER_SECONDS);
}

/** Frees the target and wakes whoever waits for it. */
export async function giveTurnBack(deployment: Deployment, ports: Ports): Promise<void> {
  const next = await ports.ledger.changeTarget(deployment.target, (state) => giveBack(state, deployment.id));
  if (next !== undefined) await ports.wake(next);
}
