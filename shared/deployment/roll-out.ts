import { leaveToken, renew } from './claim.ts';
import type { Deployment } from './model.ts';
import type { Journal, Ports, Target } from './ports.ts';
import { judgeRollout } from './rollout.ts';
import { LEASE_MS, TIMER_SECONDS } from './timing.ts';

/** How bringing a revision to its target went. */
export type Outcome =
  /** `rollout`: what to ask why, also when it is its health that is bad. */
  | { readonly kind: 'good'; readonly reason: string; readonly rollout?: string }
  /** `leave`: nothing may be restored. */
  | { readonly kind: 'bad'; readonly reason: string; readonly leave?: true; readonly rollout?: string };

/** For whoever stood still for so long that its lease ran out: what another rolled since is not touched. */
export const LOST = { kind: 'bad', reason: 'another deployment took the target over', leave: true } as const;

interface Rolling {
  readonly deployment: Deployment;
  readonly journal: Journal;
  readonly ports: Ports;
  readonly target: Target;
}

/** Starts the provider's rollout and waits for its end: woken by events, and by a timer where they are lost. */
export async function rollOut(
  rolling: Rolling,
  phase: string,
  what: { readonly revision: string; readonly digest: string; readonly since: string | undefined },
): Promise<Outcome> {
  const { deployment, journal, ports, target } = rolling;
  let rollout: string | undefined;
  try {
    const started = await journal.step(`${phase}:start`, async () => {
      const now = ports.now();
      const claim = await ports.ledger.changeTarget(deployment.target, (state) =>
        renew(state, deployment.id, now, LEASE_MS),
      );
      if (claim === 'lost') return 'lost';
      const id = await target.start(what.revision, what.since);
      const at = ports.now();
      await ports.ledger.note(deployment.id, {
        step: `${phase}:started`,
        at,
        detail: `${what.revision} as ${id}`,
      });
      return { id, at };
    });
    if (started === 'lost') return LOST;
    rollout = started.id;
    return await awaitEnd(rolling, phase, what, started);
  } catch (error) {
    // Whatever went wrong with our own calls, the rollout may be under way: it counts as bad and is taken back.
    const reason = `the rollout could not be followed: ${error instanceof Error ? error.message : String(error)}`;
    return { kind: 'bad', reason, ...(rollout === undefined ? {} : { rollout }) };
  }
}

async function awaitEnd(
  { deployment, journal, ports, target }: Rolling,
  phase: string,
  { revision, digest }: { readonly revision: string; readonly digest: string },
  rollout: { readonly id: string; readonly at: number },
): Promise<Outcome> {
  const limit = deployment.stage.rolloutLimitSeconds;
  for (let round = 1; ; round++) {
    // First the token, then the look: an event between the two ends a wait that is already open.
    const wait = await journal.openWait(`${phase}:wait-${round}`, TIMER_SECONDS);
    const seen = await journal.step(`${phase}:look-${round}`, async () => {
      const now = ports.now();
      const kept = await ports.ledger.changeTarget(deployment.target, (state) =>
        leaveToken(state, deployment.id, wait.token, now, LEASE_MS),
      );
      if (kept === 'lost') return { kind: 'lost' as const };
      const judgement = judgeRollout(await target.look(rollout.id, revision), digest);
      if (judgement.kind !== 'running') {
        const detail = judgement.kind === 'good' ? 'the rollout completed' : judgement.reason;
        await ports.ledger.note(deployment.id, { step: `${phase}:ended`, at: ports.now(), detail });
      } else if (now - rollout.at > limit * 1000) {
        await target.stop(rollout.id);
        return { kind: 'late' as const };
      }
      return judgement;
    });
    switch (seen.kind) {
      case 'good':
        return {
          kind: 'good',
          reason: `The rollout completed and runs ${digest.slice(0, 19)}.`,
          rollout: rollout.id,
        };
      case 'bad':
        return { ...seen, rollout: rollout.id };
      case 'late':
        return {
          kind: 'bad',
          reason: `the rollout took longer than ${limit} s and was stopped`,
          rollout: rollout.id,
        };
      case 'lost':
        return { ...LOST, rollout: rollout.id };
      case 'running':
        await wait.ended();
    }
  }
}
