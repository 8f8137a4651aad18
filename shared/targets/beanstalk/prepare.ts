import type { Release } from '../../deployment/model.ts';
import { describeAgain } from './describe.ts';
import { draftVersion } from './draft.ts';
import { ensureVersion } from './make-version.ts';
import { asTheyAre, readSettings } from './option-settings.ts';
import { keepRevision } from './revision.ts';
import type { Environment } from './target.ts';

/** Makes the release's application version where there is none of it yet, and names it with the stage's settings. */
export async function prepare(environment: Environment, release: Release): Promise<string> {
  const draft = draftVersion(environment, release);
  await ensureVersion(environment, draft, release);
  const { options: settings = [] } = environment.settings;
  if (settings.length > 0) {
    const { live } = await describeAgain(environment);
    const has = await readSettings(environment, live.EnvironmentName ?? '');
    const before = asTheyAre(settings, has);
    await environment.memory.keepOrigins(before);
    // What runs may be what is gone back to, with the name that `inspect` gave it.
    await keepRevision(environment, { label: live.VersionLabel ?? '', settings: before });
  }
  return keepRevision(environment, { label: draft.label, settings });
}
