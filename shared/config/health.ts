import type { HealthCheck, ProbeSettings, VersionPlace } from '../deployment/model.ts';
import { DEFAULT_HEALTH } from './defaults.ts';
import type { GivenProbe, HealthSettings } from './health-schema.ts';

/** `health` of slipway.yml in the words of the core. What a probe leaves out is as `health` itself has it. */
export function toHealth(given: HealthSettings): HealthCheck {
  const { bake = DEFAULT_HEALTH.bakeSeconds, tolerate, probes } = given;
  return {
    ...toProbe(given),
    bakeSeconds: bake,
    ...(tolerate !== undefined && { tolerate }),
    ...(probes && {
      probes: probes.map((probe) => ({ name: probe.name, ...toProbe({ ...given, ...probe }) })),
    }),
  };
}

function toProbe(given: Omit<GivenProbe, 'name'>): ProbeSettings {
  const { path, method, headers, contains, json, version, tls, url } = given;
  return {
    ...(path !== undefined && { path }),
    ...(method !== undefined && { method }),
    ...(headers && { headers }),
    status: [given.status ?? DEFAULT_HEALTH.status].flat(),
    ...(contains !== undefined && { contains }),
    ...(json && { json }),
    ...(version && { version: placeOf(version) }),
    ...(tls && { tls }),
    consecutive: given.consecutive ?? DEFAULT_HEALTH.consecutive,
    intervalSeconds: given.interval ?? DEFAULT_HEALTH.intervalSeconds,
    timeoutSeconds: given.timeout ?? DEFAULT_HEALTH.timeoutSeconds,
    limitSeconds: given.limit ?? DEFAULT_HEALTH.limitSeconds,
    ...(url !== undefined && { url: url.replace(/\/$/, '') }),
  };
}

/** The schema sees to it that there is exactly one. */
function placeOf({ json, header }: NonNullable<GivenProbe['version']>): VersionPlace {
  if (json !== undefined) return { json };
  return header === undefined ? { body: true } : { header };
}
