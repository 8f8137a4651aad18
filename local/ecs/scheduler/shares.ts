import type { ServiceDeployment } from '../services/service-deployment.ts';
import type { Traffic } from './stages.ts';

/** Percent of the traffic by service revision: of the one that is deployed, and of the one that it replaces. */
export function trafficShares(
  { target, keeper, shifted }: Pick<ServiceDeployment, 'target' | 'keeper' | 'shifted'>,
  traffic: Traffic,
): Map<string, number> {
  const percent = shifted[traffic];
  return new Map([
    [target.revision.arn, percent],
    // Tenths of a percent are as fine as it gets.
    ...(keeper ? [[keeper.revision.arn, Math.round((100 - percent) * 10) / 10] as const] : []),
  ]);
}
