import type { HealthCheck, NamedProbe, ProbeSettings, Release } from './model.ts';
import type { Address, ProbeRequest } from './ports.ts';

/** One thing to ask of one address, and how it is called in messages. */
export interface AskedProbe {
  /** `GET https://balancer.example/health`, with the probe's name and what chooses the target where there is such. */
  readonly what: string;
  readonly request: ProbeRequest;
}

/**
 * What a stage's health check asks: each of its probes at each of the addresses, or at its own `url`.
 *
 * @param release whose version must answer; none where it is not known what runs, then any version will do
 */
export function probeRequests(
  health: HealthCheck,
  addresses: readonly Address[],
  release: Release | undefined,
): AskedProbe[] {
  return probesOf(health).flatMap((probe) =>
    (probe.url === undefined ? addresses : [{ url: probe.url } satisfies Address]).map((address: Address) =>
      ask(probe, address, release),
    ),
  );
}

/** A stage's own addresses are where users go: testers are let in elsewhere. */
export function withoutUrls({ url: _, probes, ...health }: HealthCheck): HealthCheck {
  return { ...health, ...(probes ? { probes: probes.map(({ url: __, ...probe }) => probe) } : {}) };
}

/** The address that people are shown; undefined where nothing is asked at one. */
export function shownAddress(
  health: HealthCheck,
  addresses: readonly Address[] | undefined,
): string | undefined {
  return probesOf(health).find(({ url }) => url !== undefined)?.url ?? addresses?.[0]?.url;
}

/** Whether some probe goes to the load balancer as it is found from the target. */
export function asksBalancer(health: HealthCheck): boolean {
  return probesOf(health).some(({ url }) => url === undefined);
}

export function asksVersion(health: HealthCheck): boolean {
  return probesOf(health).some(({ version }) => version !== undefined);
}

function probesOf(health: HealthCheck): readonly (ProbeSettings | NamedProbe)[] {
  return health.probes ?? [health];
}

function ask(probe: ProbeSettings | NamedProbe, address: Address, release: Release | undefined): AskedProbe {
  const { status, consecutive, intervalSeconds, timeoutSeconds, limitSeconds } = probe;
  const url = new URL(probe.path ?? address.path ?? '/', address.url).href;
  const serverName = probe.tls?.serverName ?? address.serverName;
  const host = address.host ?? serverName;
  const headers = { ...address.headers, ...probe.headers };
  const expected = release && versionOf(release);
  const request: ProbeRequest = {
    ...{ url, status, consecutive, intervalSeconds, timeoutSeconds, limitSeconds },
    ...(host === undefined ? {} : { host }),
    ...(address.at === undefined ? {} : { at: address.at }),
    ...(serverName === undefined ? {} : { serverName }),
    ...(probe.method === undefined ? {} : { method: probe.method }),
    ...(Object.keys(headers).length === 0 ? {} : { headers }),
    ...(probe.contains === undefined ? {} : { contains: probe.contains }),
    ...(probe.json === undefined ? {} : { json: probe.json }),
    ...(probe.version === undefined || expected === undefined
      ? {}
      : { version: { in: probe.version, expected } }),
  };
  const method = probe.method ?? 'GET';
  const name = 'name' in probe ? `${probe.name}: ` : '';
  const how = [
    ...(address.at === undefined ? [] : [`at ${address.at}`]),
    ...(host === undefined ? [] : [`as ${host}`]),
  ];
  return { what: `${name}${method} ${url}${how.length === 0 ? '' : ` (${how.join(', ')})`}`, request };
}

function versionOf({ commit, tag }: Release): { commit?: string; tag?: string } | undefined {
  if (commit !== undefined) return { commit };
  return tag === undefined ? undefined : { tag };
}
