import type { Origin } from '../../containers/engine.ts';

interface TaskFilters {
  readonly cluster?: string | undefined;
  readonly service?: string | undefined;
  readonly family?: string | undefined;
  readonly container?: string | undefined;
  readonly image?: string | undefined;
}

/** A container of which nothing is known fits only a fault that asks for nothing. */
export function fitsTask(
  { cluster, service, family, container, image }: TaskFilters,
  origin: Partial<Origin> = {},
): boolean {
  return (
    (cluster === undefined || cluster === origin.cluster) &&
    (service === undefined || service === origin.service) &&
    (family === undefined || family === origin.family) &&
    (container === undefined || container === origin.container) &&
    (image === undefined || (origin.image ?? '').includes(image))
  );
}
