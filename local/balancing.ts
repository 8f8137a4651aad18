// What Elastic Load Balancing, Elastic Beanstalk and ACM know of each other, as parts.ts has it of all.

/** What an environment of Elastic Beanstalk needs before its instances. */
export interface FrontSettings {
  /** The load balancer's name; its target groups have it too, with a number. At most 30 characters. */
  readonly name: string;
  /** On 127.0.0.1, shared by all that name the same. */
  readonly port: number;
  readonly health: FrontHealth;
  /** By name, of the load balancer's target groups. */
  readonly attributes: Readonly<Record<string, string>>;
  readonly tags: readonly { readonly Key?: string | undefined; readonly Value?: string | undefined }[];
}

/** How the targets of an environment are checked. Seconds. */
export interface FrontHealth {
  readonly path: string;
  readonly interval: number;
  readonly timeout: number;
  readonly healthy: number;
  readonly unhealthy: number;
  /** Status codes, as a matcher has them. */
  readonly codes: string;
}

export interface LoadBalancedFront {
  readonly arn: string;
  readonly dnsName: string;
  readonly listenerArn: string;
  /** The first gets all requests; the second none, until they are shared. */
  readonly targetGroupArns: readonly [string, string];
}

/** A port on 127.0.0.1 that is one load balancer's alone. */
export interface Entrance {
  readonly port: number;
  leave(): Promise<void>;
}

/** Elastic Load Balancing, as Elastic Beanstalk sees it, which makes a load balancer for each environment. */
export interface LoadBalancers {
  /** @throws AwsError where a name is taken or a port cannot be opened; nothing is left then */
  create(settings: FrontSettings): Promise<LoadBalancedFront>;
  /** @throws AwsError for values that a target group cannot have */
  change(targetGroupArn: string, health: FrontHealth, attributes: Readonly<Record<string, string>>): void;
  remove(front: LoadBalancedFront): Promise<void>;
  /** Listens for one instance that has no load balancer: what comes for that name goes to its port 80. */
  listen(port: number, dnsName: string, address: () => string | undefined): Promise<() => Promise<void>>;
  /**
   * Opens a port for a load balancer or a listening instance alone: what comes there is for it, whatever Host it names, as at an
   * address of its own. None where nothing of that name listens at the shared port.
   */
  entrance(port: number, dnsName: string): Promise<Entrance | undefined>;
  /** Another name of a load balancer or a listening instance, as a CNAME record; undefined takes it away. */
  alias(name: string, dnsName: string | undefined): void;
}

/** A certificate with what a server needs to show it. A new import under the same ARN is another object. */
export interface ServerCertificate {
  /** PEM: the certificate, then those that signed it. */
  readonly chain: string;
  /** PEM. */
  readonly key: string;
  /** Whether it is for a host of that name, wildcards included. */
  isFor(name: string): boolean;
}

/** ACM, as load balancers see it. */
export interface CertificateStore {
  /** Undefined where there is none. */
  find(certificateArn: string): ServerCertificate | undefined;
  /** Marks it as used by a resource: it cannot be deleted until as many `release` as `claim` were called. */
  claim(certificateArn: string, resourceArn: string): void;
  release(certificateArn: string, resourceArn: string): void;
}
