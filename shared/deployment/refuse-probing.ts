import type { Ready } from './attempt.ts';
import type { Release, Stage } from './model.ts';
import type { Ports } from './ports.ts';
import { asksBalancer, asksVersion } from './probe-requests.ts';

/** Why a release could never be proved here, in words that say what to do; undefined where it can. Asked before anything is touched. */
export function refuseProbing(
  { stage, release }: { readonly stage: Pick<Stage, 'health'>; readonly release: Release },
  { addresses = [], unreachable }: Ready,
  { probesInVpc = false }: Pick<Ports, 'probesInVpc'>,
): string | undefined {
  if (asksVersion(stage.health) && release.commit === undefined && release.tag === undefined) {
    return `health.version asks for the release's version, but nothing tells that of ${release.digest.slice(0, 19)}: give its image a tag, best the commit's full id.`;
  }
  if (!asksBalancer(stage.health)) return undefined;
  if (unreachable !== undefined) return `${unreachable} Or say by health.url where to ask.`;
  const internal = addresses.find((address) => address.internal);
  if (internal && !probesInVpc) {
    return `${internal.url} is an internal load balancer, which can be asked only from inside its VPC, and the probe function is in none: deploy Slipway with the parameters ProbeSubnets and ProbeSecurityGroups, or say by health.url where else to ask.`;
  }
  return undefined;
}
