import { Rejected } from '../deployment/errors.ts';
import type { Pipeline } from '../deployment/model.ts';

/**
 * What runs in another region is not seen from here: an image that only it uses would look unused.
 * @throws Rejected where a stage is in another region than the one that is swept
 */
export function refuseOtherRegions(pipelines: readonly Pipeline[], region: string): void {
  const elsewhere = pipelines.filter(({ stages }) =>
    stages.some(({ targets }) =>
      targets.some((target) => target.region !== undefined && target.region !== region),
    ),
  );
  if (elsewhere.length === 0) return;
  const names = elsewhere.map(({ name }) => name).join(', ');
  throw new Rejected(`Nothing is removed while a stage is in another region than ${region}: ${names}.`);
}
