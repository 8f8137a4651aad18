/** An Elastic Beanstalk environment of a Docker platform, or two of them that swap their addresses. */
export interface BeanstalkTarget {
  readonly kind: 'beanstalk';
  readonly application: string;
  readonly environment: string;
  /** Blue/green: a release goes to whichever of the two does not have the address, and then the addresses are swapped. */
  readonly swap?: {
    readonly standby: string;
    /** The address that users have: `web-prod`, or the whole of `web-prod.eu-west-1.elasticbeanstalk.com`. */
    readonly cname: string;
  };
  /** The source bundle that the image is put into; without it a `Dockerrun.aws.json` is made. */
  readonly bundle?: Bundle;
  /** Services or containers of the bundle that get the image; by default those whose image is from the pipeline's repository. */
  readonly containers?: readonly string[];
  /** Where the container listens, for the `Dockerrun.aws.json` that is made. */
  readonly port?: number;
  /** The version is made of the image alone, without a source bundle (`ImageConfiguration`). */
  readonly imageConfiguration?: true;
  /** Option settings that the environment is to have; of others nothing is touched. A null removes a variable. */
  readonly options?: readonly OptionSetting[];
  /** The worst health that still counts as healthy; `Info` where it is left out. */
  readonly health?: WorstHealth;
  readonly region?: string;
  /** See EcsTarget. */
  readonly role?: string;
  readonly externalId?: string;
}

export type WorstHealth = 'Ok' | 'Info' | 'Warning';

/** One option of an environment. @see https://docs.aws.amazon.com/elasticbeanstalk/latest/dg/command-options-general.html */
export interface OptionSetting {
  readonly namespace: string;
  readonly name: string;
  readonly value: string | null;
}

/** A folder with a source bundle, as `slipway apply` read it. */
export interface Bundle {
  /** As slipway.yml names it. */
  readonly folder: string;
  readonly files: readonly BundleFile[];
}

export interface BundleFile {
  /** From the folder, with `/` between: `.ebextensions/01-nginx.config`. */
  readonly path: string;
  readonly content: string;
  /** How `content` stands for the bytes, where it is not their UTF-8. */
  readonly encoding?: 'base64';
  readonly executable?: true;
}
