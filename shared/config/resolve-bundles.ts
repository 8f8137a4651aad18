import type { Bundle } from '../deployment/beanstalk-target.ts';
import { type BundleFolders, checkBundle } from './bundles.ts';
import type { Finding } from './cross-checks.ts';
import type { Problem } from './problem.ts';
import type { Config } from './schema.ts';

/** The bundles that slipway.yml names, each checked once; and what is wrong where one is named, and in them. */
export interface ResolvedBundles {
  readonly bundles: ReadonlyMap<string, Bundle>;
  readonly findings: readonly Finding[];
  readonly problems: readonly Problem[];
}

export function resolveBundles({ pipelines }: Config, folders: BundleFolders): ResolvedBundles {
  const bundles = new Map<string, Bundle>();
  const findings: Finding[] = [];
  const problems: Problem[] = [];
  const seen = new Set<string>();
  for (const [pipeline, { stages }] of Object.entries(pipelines)) {
    for (const [index, { target }] of stages.entries()) {
      const folder = target.beanstalk?.bundle;
      if (folder === undefined || seen.has(folder)) continue;
      seen.add(folder);
      const found = folders.get(folder);
      if (found === undefined || 'unreadable' in found) {
        const path = ['pipelines', pipeline, 'stages', index, 'target', 'beanstalk', 'bundle'];
        const why = found?.unreadable ?? 'it was not sent along with slipway.yml';
        findings.push({ path, message: `names ${folder}, which cannot be read: ${why}` });
        continue;
      }
      problems.push(...checkBundle(folder, found.files));
      bundles.set(folder, { folder, files: found.files });
    }
  }
  return { bundles, findings, problems };
}
