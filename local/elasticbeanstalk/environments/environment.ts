import type {
  EnvironmentInfoDescription,
  EnvironmentStatus,
  EventSeverity,
  Tag,
} from '@aws-sdk/client-elastic-beanstalk';
import type { Entrance, LoadBalancedFront } from '../../balancing.ts';
import { environmentArn, environmentId } from '../arns.ts';
import type { Context } from '../context.ts';
import type { HealthReport } from '../health/report.ts';
import type { Instance, Release } from '../instances/instance.ts';
import { Settings } from '../options/settings.ts';

/** What an environment is made with. */
export interface EnvironmentFacts {
  readonly application: string;
  readonly name: string;
  readonly description: string | undefined;
  readonly stack: string;
  readonly platformArn: string;
  readonly template: string | undefined;
  readonly settings: Settings;
  readonly tags: Tag[];
  /** `NAME.elasticbeanstalk.localhost:PORT`. */
  readonly cname: string;
}

/** What is done with an environment at a time; nothing else is, until it has ended. */
export interface Operation {
  /** Of the call that asked for it. */
  readonly requestId: string;
  readonly kind: 'application' | 'configuration' | 'other';
  /** The clock's milliseconds. */
  readonly startedAt: number;
  /** Fires when somebody asked for its end. */
  readonly abort: AbortController;
  abortable: boolean;
}

/** How an operation that is over ended. */
export interface Ended {
  readonly kind: Operation['kind'] | 'launch';
  readonly failed: boolean;
  /** The clock's milliseconds. */
  readonly startedAt: number;
  readonly endedAt: number;
}

/** What stands before the instances. */
export type Front =
  | { readonly kind: 'balancer'; readonly balancer: LoadBalancedFront; readonly name: string; current: 0 | 1 }
  | { readonly kind: 'address'; readonly dnsName: string; readonly leave: () => Promise<void> };

/** One environment: what it is asked to be, what it is, and what is done with it. */
export class Environment {
  readonly id = environmentId();
  readonly arn: string;
  readonly application: string;
  readonly name: string;
  readonly createdAt: Date;
  readonly instances = new Set<Instance>();
  description: string | undefined;
  stack: string;
  platformArn: string;
  template: string | undefined;
  /** As they were asked for. */
  settings: Settings;
  /** What the version that runs asks for in its `.ebextensions`: weaker than `settings`. */
  extensions = new Settings();
  tags: Tag[];
  cname: string;
  updatedAt: Date;
  status: EnvironmentStatus = 'Launching';
  /** The version that it is said to have; none for the sample application. */
  label: string | undefined;
  /** What was last deployed with success: what instances are expected to run, and new ones get. */
  good: Release | undefined;
  deployments = 0;
  front: Front | undefined;
  /** The front's own port. */
  entrance: Entrance | undefined;
  operation: Operation | undefined;
  ended: Ended | undefined;
  health: HealthReport | undefined;
  /** The configuration that is asked for and not there yet, while it is brought about. */
  pending: Settings | undefined;
  failedConfiguration = false;
  /** Where the logs lie that were asked for. */
  info: readonly EnvironmentInfoDescription[] = [];
  /** Fires when it is to be no more. */
  readonly ending = new AbortController();
  readonly #context: Context;
  readonly #listeners = new Set<() => void>();

  constructor(context: Context, facts: EnvironmentFacts) {
    this.#context = context;
    this.application = facts.application;
    this.name = facts.name;
    this.description = facts.description;
    this.stack = facts.stack;
    this.platformArn = facts.platformArn;
    this.template = facts.template;
    this.settings = facts.settings;
    this.tags = facts.tags;
    this.cname = facts.cname;
    this.arn = environmentArn(context.account, facts.application, facts.name);
    this.createdAt = context.clock.date();
    this.updatedAt = this.createdAt;
  }

  /** What holds: what was asked for, over what the version asks for. */
  get options(): Settings {
    return this.settings.over(this.extensions);
  }

  get isSingle(): boolean {
    return this.options.get('aws:elasticbeanstalk:environment', 'EnvironmentType') === 'SingleInstance';
  }

  get isEnhanced(): boolean {
    return this.options.get('aws:elasticbeanstalk:healthreporting:system', 'SystemType') === 'enhanced';
  }

  /** How many instances it keeps: there is no scaling by load here. */
  get desired(): number {
    return this.isSingle ? 1 : this.options.number('aws:autoscaling:asg', 'MinSize');
  }

  /** Those that are not to be terminated. */
  get living(): readonly Instance[] {
    return [...this.instances].filter(({ alive }) => alive);
  }

  /** The target group that gets the requests; undefined without a load balancer. */
  get groupArn(): string | undefined {
    return this.front?.kind === 'balancer'
      ? this.front.balancer.targetGroupArns[this.front.current]
      : undefined;
  }

  /** The one that stands beside it while requests are shared. */
  get otherGroupArn(): string | undefined {
    return this.front?.kind === 'balancer'
      ? this.front.balancer.targetGroupArns[this.front.current === 0 ? 1 : 0]
      : undefined;
  }

  get dnsName(): string | undefined {
    return this.front?.kind === 'balancer' ? this.front.balancer.dnsName : this.front?.dnsName;
  }

  /**
   * Where it is reached whatever its name leads to: its load balancer's or its instance's own address. On AWS that is a name
   * or an address without a port.
   */
  get endpoint(): string | undefined {
    return this.entrance === undefined ? undefined : `${this.dnsName}:${this.entrance.port}`;
  }

  /** Takes note of something that happened. @param requestId none for what happens by itself */
  tell(message: string, severity: EventSeverity = 'INFO', requestId?: string): void {
    this.#context.history.tell({
      message,
      severity,
      application: this.application,
      environment: this.name,
      environmentId: this.id,
      ...(requestId === undefined ? {} : { requestId }),
    });
  }

  become(status: EnvironmentStatus): void {
    this.status = status;
    this.updatedAt = this.#context.clock.date();
    for (const listener of [...this.#listeners]) listener();
  }

  /** Calls back when its status becomes another. Returns how to stop that. */
  watch(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}
