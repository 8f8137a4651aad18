import type { Settings } from '../options/settings.ts';

/** How many instances are changed at a time, of so many. */
export function batchSize(settings: Settings, count: number): number {
  const size = settings.number('aws:elasticbeanstalk:command', 'BatchSize');
  const isFixed = settings.get('aws:elasticbeanstalk:command', 'BatchSizeType') === 'Fixed';
  const asked = isFixed ? size : Math.floor((count * size) / 100);
  return Math.min(Math.max(asked, 1), Math.max(count, 1));
}

export function inBatches<T>(items: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  );
}
