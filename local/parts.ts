// What the parts of the local cloud know of each other: each service gives and takes these, and nothing else.
import type { ResourceProviders } from './cloudformation/provider.ts';
import type { Caller, Service } from './gateway/service.ts';
import type { PolicyDocument } from './iam/policy/document.ts';

/** What each service's folder gives to the whole: `createX(deps)` in its `index.ts` returns this and its own part. */
export interface Part {
  readonly service?: Service;
  /** The CloudFormation types that it provides. */
  readonly resources?: ResourceProviders;
  /** The resource policy of what it holds, by ARN; undefined for one without, and for what is not its own. */
  policyOf?(arn: string): PolicyDocument | undefined;
  /** Ends all that it started. */
  close?(): Promise<void>;
}

/** The account that all is in. */
export interface Account {
  readonly id: string;
  readonly region: string;
  /** `http://127.0.0.1:PORT` of the gateway. */
  readonly endpoint: string;
  /** A folder of this run's own, for blobs, clones and unpacked zips. It is removed at the end. */
  readonly folder: string;
}

/** An event as services put it on the default bus. Version, id, account and region are added there. */
export interface ServiceEvent {
  readonly source: string;
  readonly detailType: string;
  readonly resources: readonly string[];
  readonly detail: Readonly<Record<string, unknown>>;
}

export interface EventSink {
  put(event: ServiceEvent): void;
}

export interface DeliveryOptions {
  /** What gets the event when all tries failed: an SQS queue's ARN. */
  readonly deadLetterArn?: string;
  readonly maximumRetryAttempts?: number;
  readonly maximumEventAgeInSeconds?: number;
}

/** On behalf of what a service reaches a target, where the target's own policy has to allow it. */
export interface InvocationSource {
  /** `events.amazonaws.com` */
  readonly principal: string;
  /** The rule, the route: what a permission's SourceArn is compared with. */
  readonly sourceArn: string;
}

/** Where an event goes in the end: a function, a queue. Rejects when the target did not take it. */
export type Deliver = (arn: string, payload: string, source?: InvocationSource) => Promise<void>;

/** How EventBridge, Scheduler and asynchronous invocations reach their targets, by the service in the ARN. */
export class Deliveries {
  readonly #byService = new Map<string, Deliver>();

  /** @param service as in the ARN: `lambda`, `sqs`, `events` */
  register(service: string, deliver: Deliver): void {
    this.#byService.set(service, deliver);
  }

  /** Whether a target of that ARN can be reached at all. */
  reaches(arn: string): boolean {
    return this.#byService.has(arn.split(':')[2] ?? '');
  }

  /** @param source where the target's resource policy shall be asked; a service that acts under a role gives none */
  async deliver(arn: string, payload: string, source?: InvocationSource): Promise<void> {
    const service = arn.split(':')[2] ?? '';
    const deliver = this.#byService.get(service);
    if (!deliver) throw new Error(`the local cloud does not deliver to ${service} (${arn})`);
    await deliver(arn, payload, source);
  }
}

/** CloudWatch Logs, as the services that write logs see it. */
export interface LogSink {
  /** Makes group and stream where they are missing. A chunk may hold several lines. */
  write(group: string, stream: string, chunk: string): void;
}

/** CloudWatch Logs, as services see it that write logs under a role: what may be written, and whether there is a group. */
export interface LogStore extends LogSink {
  exists(group: string): boolean;
}

export interface RoleCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
  readonly expiration: Date;
}

/** A service of AWS that acts for something of the account. */
export interface ActingService {
  /** Its principal, for example `scheduler.amazonaws.com`. */
  readonly service: string;
  /** For what, as trust policies see it in `aws:SourceArn`; none where AWS does not document what the service gives. */
  readonly sourceArn?: string;
}

/** IAM and STS, as the services that act under a role see them. */
export interface Identities {
  /** @throws AwsError when the role does not exist or does not trust that service principal. */
  assume(
    roleArn: string,
    sessionName: string,
    principal: ActingService | { caller: Caller },
    /** How long the credentials last; by default 12 hours. */
    options?: { readonly seconds?: number },
  ): RoleCredentials;
  /**
   * Who a service is that acts under a role itself: a caller without credentials.
   * @throws AwsError when the role does not exist or does not trust the service.
   */
  actor(roleArn: string, sessionName: string, by: ActingService): Caller;
  /** Ends sessions of that name: what had their credentials is no more. */
  end(sessionName: string): void;
  /** Any key that is no session's is the account's owner: the local cloud has no other users. */
  callerOf(accessKeyId: string | undefined): Caller;
  /**
   * @param sessionToken as it was sent with the key
   * @throws AwsError ExpiredTokenException, UnrecognizedClientException for temporary credentials that are no (longer) good
   */
  check(accessKeyId: string | undefined, sessionToken: string | undefined): void;
}

/**
 * IAM, as a service asks it that acts under a role itself: to pull an image, to write a log, to reach a target.
 * @param action as IAM names it, for example `sqs:SendMessage`
 * @param resource an ARN, or `*`
 * @returns AWS's words for why the role may not; undefined where it may
 */
export type Refuses = (caller: Caller, action: string, resource: string) => string | undefined;

/** The roles that a task definition names. */
export interface DefinitionRoles {
  readonly taskRoleArn?: string | undefined;
  readonly executionRoleArn?: string | undefined;
}

/** S3, as the services that read objects see it. @throws AwsError NoSuchBucket, NoSuchKey */
export interface ObjectStore {
  get(bucket: string, key: string): Buffer;
}

/** S3, as Elastic Beanstalk sees it, which keeps bundles and logs in a bucket of its own. */
export interface BucketStore extends ObjectStore {
  exists(bucket: string): boolean;
  /** Nothing where it is there. */
  ensure(bucket: string): void;
  /** @throws AwsError NoSuchBucket */
  put(bucket: string, key: string, body: Uint8Array, settings: { readonly ContentType?: string }): unknown;
  /** Nothing where it is not there. @throws AwsError NoSuchBucket */
  remove(bucket: string, key: string): void;
}

/** SSM Parameter Store, as ECS secrets and CodeBuild variables see it. */
export interface ParameterStore {
  /** By name or ARN; the plain value. @throws AwsError ParameterNotFound */
  value(nameOrArn: string): string;
}

/** Secrets Manager, as ECS sees it. */
export interface SecretStore {
  /** By ARN; the plain value. @throws AwsError ResourceNotFoundException, InvalidRequestException */
  value(arn: string): string;
}

/** ECR, as ECS sees it. */
export interface ImageStore {
  /**
   * What a reference in a task definition stands for now, or why it cannot be pulled.
   * `platform` is the child that runs where the manifest is an index; else the same as `digest`.
   */
  resolve(image: string): { repository: string; digest: string; pull: string } | { error: string };
  /** The ports that an image says it listens on (EXPOSE), lowest first; undefined where it is not there. */
  exposed?(image: string): readonly number[] | undefined;
}

/** Elastic Load Balancing, as ECS sees it. A target is an address in the local network. */
export interface TargetGroups {
  register(targetGroupArn: string, address: string, port: number): void;
  /** Draining starts at once; resolves when what was in flight has ended or the delay is over. */
  deregister(targetGroupArn: string, address: string, port: number): Promise<void>;
  /** State and reason as DescribeTargetHealth has them; undefined when it is not registered. */
  health(
    targetGroupArn: string,
    address: string,
    port: number,
  ): { state: string; reason?: string; description?: string } | undefined;
  /** Calls back whenever a target of the group changes its state. Returns how to stop that. */
  watch(targetGroupArn: string, listener: () => void): () => void;
  exists(targetGroupArn: string): boolean;
  /** Whether a listener sends requests to it. ECS refuses a service whose group has no load balancer. */
  inUse(targetGroupArn: string): boolean;
  /**
   * Where a rule, or a listener by default, forwards to; undefined where it does not forward.
   * @param arn of a rule (a default rule too) or of a listener, which stands for its default rule
   * @throws AwsError RuleNotFoundException, ListenerNotFoundException
   */
  forward(arn: string): readonly WeightedGroup[] | undefined;
  /**
   * Makes it forward so from the next request on; what is in flight goes on where it is.
   * @throws AwsError as `forward`, and TargetGroupNotFoundException, InvalidConfigurationRequestException
   */
  setForward(arn: string, groups: readonly WeightedGroup[]): void;
}

export interface WeightedGroup {
  readonly targetGroupArn: string;
  /** 0 to 999: its share of the sum of all weights. */
  readonly weight: number;
}

/** ECS, as EC2 sees it. */
export interface NetworkInterfaces {
  /** How many tasks have an address of that subnet. */
  inSubnet(subnetId: string): number;
}

/** IAM's instance profiles, as what launches instances sees them. */
export interface ProfileStore {
  /** The role of a profile, by the profile's name or ARN: without `arn` where it has none; undefined where there is no such profile. */
  roleOf(nameOrArn: string): { readonly arn: string | undefined } | undefined;
}

/** CloudWatch alarms, as ECS sees them. */
export interface Alarms {
  /** The state now, and over how many seconds it is found; undefined for an alarm that is not there. */
  find(
    name: string,
  ): { readonly value: 'OK' | 'ALARM' | 'INSUFFICIENT_DATA'; readonly window: number } | undefined;
  /** Calls back when an alarm's state becomes another. Returns how to stop that. */
  watch(listener: (name: string) => void): () => void;
}

/** Lambda, as API Gateway sees it. */
export interface Functions {
  /** A synchronous invocation. `functionError` is set when the handler threw or its process ended. */
  invoke(
    arn: string,
    payload: string,
    source?: InvocationSource,
  ): Promise<{ payload: string; functionError?: string }>;
}
