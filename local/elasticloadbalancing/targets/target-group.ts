import type { TargetGroup as Description } from '@aws-sdk/client-elastic-load-balancing-v2';
import type { Clock } from '../../clock.ts';
import type { Network } from '../../network.ts';
import type { HealthSettings } from './health-watch.ts';
import { parseMatcher } from './matcher.ts';
import { Target } from './target.ts';

/** A target group as the API describes it, without what other resources say of it. */
export type TargetGroupSettings = Omit<Description, 'LoadBalancerArns'> & {
  readonly TargetGroupArn: string;
  readonly TargetGroupName: string;
};

/** The targets of one group, and who gets the next request. */
export class TargetGroup {
  readonly arn: string;
  readonly name: string;
  readonly attributes: Map<string, string>;
  readonly #targets = new Map<string, Target>();
  readonly #listeners = new Set<() => void>();
  readonly #deps: { clock: Clock; network: Network };
  #settings: TargetGroupSettings;
  #healthSettings: HealthSettings;
  #inUse = false;
  #turn = 0;

  constructor(
    settings: TargetGroupSettings,
    attributes: Map<string, string>,
    deps: { clock: Clock; network: Network },
  ) {
    this.arn = settings.TargetGroupArn;
    this.name = settings.TargetGroupName;
    this.attributes = attributes;
    this.#settings = settings;
    this.#healthSettings = healthSettingsOf(settings);
    this.#deps = deps;
  }

  get settings(): TargetGroupSettings {
    return this.#settings;
  }

  /** @throws AwsError ValidationError when the matcher is none */
  change(settings: Omit<Description, 'TargetGroupArn' | 'TargetGroupName'>): void {
    const next = { ...this.#settings, ...settings };
    this.#healthSettings = healthSettingsOf(next);
    this.#settings = next;
  }

  get healthSettings(): HealthSettings {
    return this.#healthSettings;
  }

  get targets(): readonly Target[] {
    return [...this.#targets.values()];
  }

  find(address: string, port: number): Target | undefined {
    return this.#targets.get(`${address}:${port}`);
  }

  register(address: string, port: number): void {
    const existing = this.find(address, port);
    // Registering a draining target again puts it back in service, with new first checks.
    if (existing && existing.health.State !== 'draining') return;
    const target = new Target(this, { address, port }, this.#deps);
    this.#targets.set(`${address}:${port}`, target);
    target.use(this.#inUse);
    this.changed();
  }

  async deregister(address: string, port: number): Promise<void> {
    const target = this.find(address, port);
    if (!target) return;
    await target.drain(Number(this.attributes.get('deregistration_delay.timeout_seconds')));
    if (this.find(address, port) === target) this.#targets.delete(`${address}:${port}`);
    this.changed();
  }

  /** Whether a listener sends requests here. */
  use(inUse: boolean): void {
    this.#inUse = inUse;
    for (const target of this.#targets.values()) target.use(inUse);
  }

  /**
   * Who gets the next request: the healthy, in turn. Where all checked targets are unhealthy the group fails open
   * and any of them may get it, as on AWS. Undefined: there is nobody, the client gets a 503.
   */
  next(): Target | undefined {
    const healthy = this.targets.filter(({ health }) => health.State === 'healthy');
    const able =
      healthy.length > 0 ? healthy : this.targets.filter(({ health }) => health.State === 'unhealthy');
    if (this.attributes.get('load_balancing.algorithm.type') === 'least_outstanding_requests')
      return able.reduce<Target | undefined>(
        (best, one) => (best && best.inFlight <= one.inFlight ? best : one),
        undefined,
      );
    return able[this.#turn++ % Math.max(able.length, 1)];
  }

  watch(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** A target's state is another one. */
  changed(): void {
    for (const listener of this.#listeners) listener();
  }

  close(): void {
    for (const target of this.#targets.values()) {
      target.stopChecks();
      target.agent.destroy();
    }
    this.#targets.clear();
    this.#listeners.clear();
  }
}

function healthSettingsOf(settings: TargetGroupSettings): HealthSettings {
  const port = settings.HealthCheckPort ?? 'traffic-port';
  return {
    path: settings.HealthCheckPath ?? '/',
    port: port === 'traffic-port' ? port : Number(port),
    interval: settings.HealthCheckIntervalSeconds ?? 30,
    timeout: settings.HealthCheckTimeoutSeconds ?? 5,
    healthy: settings.HealthyThresholdCount ?? 5,
    unhealthy: settings.UnhealthyThresholdCount ?? 2,
    matches: parseMatcher(settings.Matcher?.HttpCode ?? '200'),
  };
}
