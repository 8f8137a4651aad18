import type { TargetGroup as Description } from '@aws-sdk/client-elastic-load-balancing-v2';
import type { Clock, Timer } from '../../clock.ts';
import type { Network } from '../../network.ts';
import type { HealthSettings } from './health-watch.ts';
import { parseMatcher } from './matcher.ts';
import { Rotation } from './rotation.ts';
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
  /** As it was asked for. */
  readonly asked: unknown;
  readonly #targets = new Map<string, Target>();
  readonly #gone = new Map<Target, Timer>();
  readonly #listeners = new Set<() => void>();
  readonly #rotation = new Rotation();
  readonly #deps: { clock: Clock; network: Network };
  #settings: TargetGroupSettings;
  #healthSettings: HealthSettings;
  #inUse = false;

  constructor(
    settings: TargetGroupSettings,
    attributes: Map<string, string>,
    deps: { clock: Clock; network: Network; asked: unknown },
  ) {
    this.asked = deps.asked;
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

  /** Whether requests go to its targets over TLS. */
  get isSecure(): boolean {
    return this.#settings.Protocol === 'HTTPS';
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
    this.#targets.set(target.key, target);
    target.use(this.#inUse);
    this.changed();
  }

  /**
   * Resolves when what was in flight has ended. The target is told as `draining` until the delay is over even where
   * that is earlier ("Target group attributes", Deregistration delay).
   */
  async deregister(address: string, port: number): Promise<void> {
    const target = this.find(address, port);
    if (!target) return;
    const delay = Number(this.attributes.get('deregistration_delay.timeout_seconds'));
    if (target.health.State !== 'draining')
      this.#gone.set(
        target,
        this.#deps.clock.after(delay, () => this.#forget(target)),
      );
    await target.drain(delay);
  }

  #forget(target: Target): void {
    this.#gone.delete(target);
    if (this.#targets.get(target.key) === target) this.#targets.delete(target.key);
    this.changed();
  }

  /** Whether a listener sends requests here. */
  use(inUse: boolean): void {
    this.#inUse = inUse;
    for (const target of this.#targets.values()) target.use(inUse);
  }

  /** Seconds for which a target that became healthy gets less than its full share; 0 for none. */
  get slowStart(): number {
    return Number(this.attributes.get('slow_start.duration_seconds'));
  }

  /** Only where another healthy target has its full share ("Target group attributes", Slow start mode). */
  get startsSlowly(): boolean {
    return this.slowStart > 0 && this.#healthy.some(({ share }) => share === 1);
  }

  get #healthy(): Target[] {
    return this.targets.filter(({ health }) => health.State === 'healthy');
  }

  /**
   * Who may get a request: the healthy, and where they are too few also the unhealthy: the group fails open ("Target
   * group health", unhealthy state routing).
   */
  get #able(): readonly Target[] {
    const registered = this.targets.filter(({ health }) => health.State !== 'draining').length;
    const healthy = this.#healthy;
    const key = 'target_group_health.unhealthy_state_routing.minimum_healthy_targets';
    const percentage = Number(this.attributes.get(`${key}.percentage`)) || 0;
    const least = Math.max(
      Number(this.attributes.get(`${key}.count`)),
      Math.ceil((registered * percentage) / 100),
    );
    if (healthy.length >= least) return healthy;
    return this.targets.filter(({ health: { State } }) => State === 'healthy' || State === 'unhealthy');
  }

  /** Who gets the next request. Undefined: there is nobody, the client gets a 503. */
  next(): Target | undefined {
    return this.#rotation.next(this.#able, this.attributes.get('load_balancing.algorithm.type'));
  }

  /** The target that a client belongs to, if it may get a request. @param key a target's */
  able(key: string | undefined): Target | undefined {
    return key === undefined ? undefined : this.#able.find((target) => target.key === key);
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
    for (const timer of this.#gone.values()) timer.cancel();
    for (const target of [...this.#targets.values(), ...this.#gone.keys()]) target.close();
    this.#targets.clear();
    this.#gone.clear();
    this.#listeners.clear();
  }
}

function healthSettingsOf(settings: TargetGroupSettings): HealthSettings {
  const port = settings.HealthCheckPort ?? 'traffic-port';
  return {
    isSecure: settings.HealthCheckProtocol === 'HTTPS',
    path: settings.HealthCheckPath ?? '/',
    port: port === 'traffic-port' ? port : Number(port),
    interval: settings.HealthCheckIntervalSeconds ?? 30,
    timeout: settings.HealthCheckTimeoutSeconds ?? 5,
    healthy: settings.HealthyThresholdCount ?? 5,
    unhealthy: settings.UnhealthyThresholdCount ?? 2,
    matches: parseMatcher(settings.Matcher?.HttpCode ?? '200'),
  };
}
