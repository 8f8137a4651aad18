import type { Ready } from './attempt.ts';
import type { Release, Stage } from './model.ts';
import type { Ports } from './ports.ts';
import { asksBalancer, asksVersion } from './probe-requests.ts';

/** Why a release could never be proved here, in words that say what to do; undefined where it can. Asked before anything is touched. */
export async function refuseProbing(
  { stage, release }: { readonly stage: Pick<Stage, 'health'>; readonly release: Release },
  { addresses = [], unreachable }: Ready,
  { probesInVpc }: Pick<Ports, 'probesInVpc'>,
): Promise<string | undefined> {
  if (asksVersion(stage.health) && release.commit === undefined && release.tag === undefined) {
    return `health.version asks for the release's version, but nothing tells that of ${release.digest.slice(0, 19)}: give its image a tag, best the commit's full id.`;
  }
  if (!asksBalancer(stage.health)) return undefined;
  if (unreachable !== undefined) return `${unreachable} Or say by health.url where to ask.`;
  const internal = addresses.find((address) => address.internal);
  if (internal && !(await probesInVpc?.())) {
    return `${internal.url} is an internal load balancer, which can be asked only from inside its VPC, and the probe function is in none: deploy Slipway with SLIPWAY_PROBE_SUBNETS and SLIPWAY_PROBE_SECURITY_GROUPS, as the README tells, or say by health.url where else to ask.`;
  }
  return undefined;
}
