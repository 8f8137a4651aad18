import type { Application } from '../applications/application.ts';
import type { Context } from '../context.ts';
import { removeVersion, usersOf } from './remove.ts';

/** Milliseconds. */
const DAY = 86_400_000;

/**
 * Removes versions by the rules of their application, whenever a new one is made; what is deployed stays
 * ("Configuring application version lifecycle settings").
 */
export function expireVersions(context: Context, application: Application): void {
  const { MaxCountRule: byCount, MaxAgeRule: byAge } = application.lifecycle?.VersionLifecycleConfig ?? {};
  const now = context.clock.now();
  const old = application.versions.flatMap((version, index) => {
    const isMany = byCount?.Enabled && index >= (byCount.MaxCount ?? 200);
    const isOld = byAge?.Enabled && version.createdAt.getTime() < now - (byAge.MaxAgeInDays ?? 180) * DAY;
    if (usersOf(context, version).length > 0 || !(isMany || isOld)) return [];
    const rule = isMany ? byCount : byAge;
    return [{ version, withBundle: rule?.DeleteSourceFromS3 ?? false }];
  });
  for (const { version, withBundle } of old) removeVersion(context, version, withBundle);
}
