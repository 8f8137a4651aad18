import type { OptionSetting } from '../../deployment/beanstalk-target.ts';
import type { GoodRelease } from '../../deployment/model.ts';
import { draftVersion } from './draft.ts';
import { ensureVersion } from './make-version.ts';
import { keyOf } from './option-settings.ts';
import { keepRevision, readRevision } from './revision.ts';
import type { Environment } from './target.ts';
import { describeVersion, hasFailed } from './version.ts';

/**
 * What a good release is restored as: the version that was verified, with the settings that it had. Where that version was
 * deleted, by a lifecycle policy for example, another one is made of the same image and the bundle of today; and so it is where
 * that one could not be processed.
 */
export async function revive(environment: Environment, good: GoodRelease): Promise<string> {
  const { label, settings: had } = await readRevision(environment, good.revision);
  const settings = [...had, ...(await undone(environment, had))];
  const version = await describeVersion(environment, label);
  if (version !== undefined && !hasFailed(version)) {
    return keepRevision(environment, { label, settings });
  }
  const draft = draftVersion(environment, good);
  await ensureVersion(environment, draft, good);
  return keepRevision(environment, { label: draft.label, settings });
}

/** What the stage sets today and did not set with the good release: as it was before Slipway set it. */
async function undone(
  { settings: { options = [] }, memory }: Environment,
  had: readonly OptionSetting[],
): Promise<OptionSetting[]> {
  const own = new Set(had.map(keyOf));
  const added = new Set(options.map(keyOf).filter((key) => !own.has(key)));
  if (added.size === 0) return [];
  return (await memory.origins()).filter((option) => added.has(keyOf(option)));
}
