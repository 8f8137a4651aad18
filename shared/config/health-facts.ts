import type { HealthCheck, ProbeSettings, VersionPlace } from '../deployment/model.ts';
import { formatDuration } from './durations.ts';

/** What is said of a stage's health, field by field, for the differences between two versions. */
export function healthFacts(health: HealthCheck): Record<string, string | undefined> {
  const { bakeSeconds, tolerate, probes } = health;
  return {
    'health.bake': formatDuration(bakeSeconds),
    'health.tolerate': tolerate === undefined ? undefined : `${Math.round(tolerate * 10_000) / 100}%`,
    ...(probes
      ? Object.assign({}, ...probes.map((probe) => probeFacts(`health.probes.${probe.name}`, probe)))
      : probeFacts('health', health)),
  };
}

function probeFacts(at: string, probe: ProbeSettings): Record<string, string | undefined> {
  const { json, version, headers = {} } = probe;
  return {
    [`${at}.path`]: probe.path,
    [`${at}.method`]: probe.method,
    ...Object.fromEntries(Object.entries(headers).map(([name, value]) => [`${at}.headers.${name}`, value])),
    [`${at}.status`]: probe.status.join(', '),
    [`${at}.contains`]: probe.contains,
    [`${at}.json`]: json && `${json.path} = ${JSON.stringify(json.equals)}`,
    [`${at}.version`]: version && placeWords(version),
    [`${at}.tls.serverName`]: probe.tls?.serverName,
    [`${at}.consecutive`]: String(probe.consecutive),
    [`${at}.interval`]: formatDuration(probe.intervalSeconds),
    [`${at}.timeout`]: formatDuration(probe.timeoutSeconds),
    [`${at}.limit`]: formatDuration(probe.limitSeconds),
    [`${at}.url`]: probe.url,
  };
}

function placeWords(place: VersionPlace): string {
  if ('json' in place) return `json ${place.json}`;
  return 'header' in place ? `header ${place.header}` : 'body';
}
