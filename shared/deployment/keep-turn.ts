import { leaveToken, renew } from './claim.ts';
import type { Deployment, DeploymentKind } from './model.ts';
import type { Journal, Ports } from './ports.ts';
import { LEASE_MS } from './timing.ts';

/** For whom a deployment stopped half-way. */
export interface Interruption {
  readonly deployment: string;
  readonly kind: DeploymentKind;
  readonly requestedBy: string;
}

/** Why a holder does not go on. It leaves everything as it is. */
export interface Stopped {
  readonly kind: 'bad';
  readonly reason: string;
  readonly leave: true;
  /** Set where it is to end superseded. */
  readonly interruption?: Interruption;
}

/** For whoever stood still for so long that its lease ran out: what another rolled since is not touched. */
export const LOST = { kind: 'bad', reason: 'another deployment took the target over', leave: true } as const;

/** What is being brought: of a restoration only a rollback is an interruption, which then goes on where it was. */
export type Phase = 'before' | 'roll' | 'restore';

interface Holding {
  readonly deployment: Deployment;
  readonly ports: Ports;
}

/**
 * Renews the claim on the target; undefined where the deployment goes on. Only inside a step of the journal, and to be
 * asked whenever one has waited: what it answers decides whether anything may still be touched.
 *
 * @param token of the wait that comes next: whoever is to interrupt it wakes it by that
 */
export async function keepTurn(
  { deployment, ports }: Holding,
  phase: Phase,
  token?: string,
): Promise<Stopped | undefined> {
  const now = ports.now();
  const { id, target } = deployment;
  const kept = await ports.ledger.changeTarget(target, (state) =>
    token === undefined ? renew(state, id, now, LEASE_MS) : leaveToken(state, id, token, now, LEASE_MS),
  );
  if (kept === 'kept') return undefined;
  if (kept === 'lost') return LOST;
  if (phase === 'restore' && kept.kind !== 'rollback') return undefined;
  const { requestedBy } = await ports.ledger.deployment(kept.deployment);
  const interruption = { ...kept, requestedBy };
  return { kind: 'bad', reason: `stopped by ${describe(interruption)}`, leave: true, interruption };
}

/**
 * Waits, and stops waiting for whoever interrupts. Where an event wakes it for nothing it waits anew: it never waits
 * for less.
 * @param name unique in the deployment's journal
 */
export async function pause(
  holding: Holding & { readonly journal: Journal },
  phase: Phase,
  name: string,
  seconds: number,
): Promise<Stopped | undefined> {
  const { journal } = holding;
  for (let round = 1; ; round++) {
    const wait = await journal.openWait(`${name}:wait-${round}`, seconds);
    const stopped = await journal.step(`${name}:turn-${round}`, async () => ({
      by: await keepTurn(holding, phase, wait.token),
    }));
    if (stopped.by) return stopped.by;
    if ((await wait.ended()) === 'timer') return undefined;
  }
}

/** `the rollback web-prod-1, asked for by slack:mira` */
export function describe({ deployment, kind, requestedBy }: Interruption): string {
  return `the ${kind === 'rollback' ? 'rollback' : 'newer deployment'} ${deployment}, asked for by ${requestedBy}`;
}
