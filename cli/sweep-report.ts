import * as z from 'zod';
import { formatTable } from '../shared/reporting/table.ts';
import type { SweepReport } from '../shared/sweep/sweep.ts';

const item = z.object({ kind: z.string(), id: z.string() });

/** What the `sweep` function answers. */
export const sweepReport = z.object({
  dryRun: z.boolean(),
  removed: z.array(item.extend({ reason: z.string(), bytes: z.number().exactOptional() })),
  kept: z.number(),
  bytes: z.number(),
  failures: z.array(item.extend({ message: z.string() })),
}) satisfies z.ZodType<SweepReport>;

export function formatSweepReport({ dryRun, removed, kept, bytes, failures }: SweepReport): string {
  const lines = removed.map(({ kind, id, reason, bytes: size }) => [
    kind,
    id.slice(id.lastIndexOf('/') + 1),
    size === undefined ? '' : formatBytes(size),
    reason,
  ]);
  const verb = dryRun ? 'would be removed' : 'removed';
  const sum = `${removed.length} ${verb} (${formatBytes(bytes)}), ${kept} kept${failures.length > 0 ? `, ${failures.length} failed` : ''}.`;
  return [
    ...(lines.length === 0 ? [] : [formatTable(['KIND', 'WHAT', 'SIZE', 'WHY'], lines)]),
    ...failures.map(({ id, message }) => `failed: ${id}: ${message}`),
    sum,
    ...(dryRun && removed.length > 0 ? ['This was a dry run. To remove them: slipway sweep --remove'] : []),
  ].join('\n');
}

/** In powers of 1000, as ECR's prices count: `1.2 GB`. */
function formatBytes(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  const power = Math.min(units.length - 1, Math.floor(Math.log10(Math.max(bytes, 1)) / 3));
  return `${Math.round((bytes / 1000 ** power) * 10) / 10} ${units[power]}`;
}
