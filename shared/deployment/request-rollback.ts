import type { CommandPorts } from './command-ports.ts';
import type { Answer, Command, DeploymentRecord } from './commands.ts';
import { Rejected } from './errors.ts';
import { findPlace } from './find-place.ts';
import type { Deployment, GoodRelease, Release, TargetSettings } from './model.ts';
import { requestDeployments } from './request.ts';
import type { TargetState } from './target-state.ts';
import { nameOfTarget } from './targets.ts';

/** Requests that each target goes back to a good release of its own. One that has none is named; the others still go. */
export async function requestRollback(
  { to, ...place }: Extract<Command, { command: 'rollback' }>,
  by: string,
  ports: CommandPorts,
): Promise<Answer> {
  const { pipeline, stage, targets, configVersion } = await findPlace(place, ports);
  const releases: { target: TargetSettings; release: Release }[] = [];
  const leftOut: string[] = [];
  for (const target of targets) {
    const where = [pipeline.name, ...(stage.targets.length > 1 ? [nameOfTarget(target)] : [])].join(' ');
    const state = await ports.ledger.target(ports.targetKey(target));
    const holder = state.claim && (await ports.ledger.record(state.claim.deployment));
    try {
      const good = chooseGood(state, to, `${where} on ${stage.name}`, underWay(holder));
      releases.push({ target, release: releaseOf(good) });
    } catch (error) {
      if (!(error instanceof Rejected)) throw error;
      leftOut.push(error.message);
    }
  }
  if (releases.length === 0) throw new Rejected(leftOut.join(' '));
  const wanted = { pipeline, stage, releases, order: ports.now(), requestedBy: by, configVersion };
  const byHand = { kind: 'rollback', byHand: true } as const;
  const deployments = await requestDeployments({ ...wanted, ...byHand }, ports);
  return { kind: 'requested', deployments, ...(leftOut.length > 0 ? { leftOut } : {}) };
}

function releaseOf({ repository, digest, image, tag, commit }: GoodRelease): Release {
  return { repository, digest, image, ...(tag ? { tag } : {}), ...(commit ? { commit } : {}) };
}

/**
 * The good release to go back to: the one named, or the last one before what is live. While something else is on its
 * way, or where it left the target broken, that is the present good one. Never one that was not verified.
 *
 * @param inFlight what holds the target
 * @throws Rejected when there is none
 */
export function chooseGood(
  { good, broken }: TargetState,
  to: string | undefined,
  where: string,
  inFlight?: Pick<Deployment, 'id' | 'kind' | 'release'>,
): GoodRelease {
  if (to !== undefined) {
    const named = good.find(
      ({ digest, commit, tag }) => digest === to || tag === to || commit?.startsWith(to),
    );
    if (named !== undefined) return named;
    throw new Rejected(
      `${to} is no good release of ${where}. There are: ${good.map(nameOf).join(', ') || 'none yet'}.`,
    );
  }
  const [live, before] = good;
  const isUnderWay = inFlight !== undefined && live?.deployment !== inFlight.id;
  // Somebody goes back already: to ask for it twice is not to want to go back further.
  const same = isUnderWay && inFlight.kind === 'rollback' && good.find(isOf(inFlight.release));
  if (same) return same;
  if (live !== undefined && (isUnderWay || broken !== undefined)) return live;
  if (live === undefined) throw new Rejected(`${where} has no good release yet: nothing to go back to.`);
  if (before === undefined) {
    throw new Rejected(
      `${where} has only one good release, ${nameOf(live)}, and it is live: nothing to go back to.`,
    );
  }
  return before;
}

/** Whoever has ended keeps the target for a moment more, but all have been told already: it is on its way no longer. */
export function underWay(
  holder: Pick<DeploymentRecord, 'deployment' | 'ending'> | undefined,
): Deployment | undefined {
  return holder?.ending === undefined ? holder?.deployment : undefined;
}

function isOf(release: Release) {
  return ({ digest }: GoodRelease) => digest === release.digest;
}

function nameOf({ commit, digest }: GoodRelease): string {
  return commit?.slice(0, 7) ?? digest.slice(0, 19);
}
