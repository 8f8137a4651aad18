import type { BeanstalkTarget } from './beanstalk-target.ts';
import type { JsonObject } from './json.ts';
import type { OneOffTask } from './task.ts';

/** One image digest with the commit it came from. The same digest goes through all stages. */
export interface Release {
  /** The ECR repository's name, without the registry's host. */
  readonly repository: string;
  /** The whole image reference, by digest: `HOST/REPOSITORY@sha256:…`. */
  readonly image: string;
  /** `sha256:` and 64 hex digits: the manifest's, or the index's of a multi-architecture image. */
  readonly digest: string;
  readonly tag?: string;
  /** The full commit id, where the image's tag or its build told it. */
  readonly commit?: string;
}

/** A release that was verified on a target: what a rollback may go back to. */
export interface GoodRelease extends Release {
  /** What the provider runs it as: a task definition ARN, an application version label. */
  readonly revision: string;
  readonly deployment: string;
  readonly order: number;
  /** Milliseconds since 1970. */
  readonly verifiedAt: number;
}

/** How the target must answer before a release counts as verified, and for how long. */
export interface HealthCheck extends ProbeSettings {
  /** How long the target must stay healthy after that; 0 is none. */
  readonly bakeSeconds: number;
  /** The share of all probes while it bakes that may fail, 0.01 for 1 %. None where it is left out. */
  readonly tolerate?: number;
  /** Where several things are asked: these instead of what is above, each whole in itself. */
  readonly probes?: readonly NamedProbe[];
}

export interface NamedProbe extends ProbeSettings {
  readonly name: string;
}

/** What is asked of an address, and what answer counts as healthy: all that is said of it must hold. */
export interface ProbeSettings {
  /** Begins with `/`. Where it is left out: the path of the load balancer's rule, else `/`. */
  readonly path?: string;
  /** `GET` where it is left out. Sent without a body. */
  readonly method?: string;
  /** Names in lower case. Never credentials. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Statuses that count as healthy. */
  readonly status: readonly number[];
  /** A text that must be in the body. */
  readonly contains?: string;
  readonly json?: JsonExpectation;
  /** Where the answer tells its version: it must be that of the release that was rolled out. */
  readonly version?: VersionPlace;
  readonly tls?: {
    /** The name that the certificate must be for, where that is not the URL's. Sent as Host too. */
    readonly serverName: string;
  };
  /** Good answers needed in a row. */
  readonly consecutive: number;
  readonly intervalSeconds: number;
  /** For one answer. */
  readonly timeoutSeconds: number;
  /** For all of them. */
  readonly limitSeconds: number;
  /** Where the load balancer cannot be found from the service: `http://HOST[:PORT]`. */
  readonly url?: string;
}

export interface JsonExpectation {
  /** Members and places from the root, with dots between: `checks.0.state`. */
  readonly path: string;
  readonly equals: string | number | boolean | null;
}

export type VersionPlace =
  /** A path in a JSON body, as `JsonExpectation` has it. */
  | { readonly json: string }
  /** The name of a header, in lower case. */
  | { readonly header: string }
  /** The body itself. */
  | { readonly body: true };

export interface EcsTarget {
  readonly kind: 'ecs';
  readonly cluster: string;
  readonly service: string;
  /** The containers that get the image; by default those whose image is from the pipeline's repository. */
  readonly containers?: readonly string[];
  readonly region?: string;
  /** ARN of the role under which the target is rolled: of another account, or a narrower one of the own. */
  readonly role?: string;
  /** What the role's trust asks for. */
  readonly externalId?: string;
  readonly task?: TaskSettings;
}

/** How a stage's task definition differs from its base. What is not named here stays as the base has it. */
export interface TaskSettings {
  /** The base; without it, the base is the revision that runs. */
  readonly template?: TaskTemplate;
  /** CPU units, as ECS keeps them: `512`. */
  readonly cpu?: string;
  /** MiB, as ECS keeps them: `1024`. */
  readonly memory?: string;
  /** By key; null removes. */
  readonly tags?: Readonly<Record<string, string | null>>;
  /** By the container's name. */
  readonly containers?: Readonly<Record<string, ContainerSettings>>;
}

/** A task definition that a user wrote, as `slipway apply` read it. */
export interface TaskTemplate {
  /** As slipway.yml names it. */
  readonly file: string;
  /** The input of RegisterTaskDefinition, fields included that no SDK knows. */
  readonly definition: JsonObject;
}

export interface ContainerSettings {
  /** By name; null removes. */
  readonly environment?: Readonly<Record<string, string | null>>;
  /** By the variable's name: the ARN or the parameter's name that it comes from; null removes. */
  readonly secrets?: Readonly<Record<string, string | null>>;
  /** CPU units. */
  readonly cpu?: number;
  /** MiB. */
  readonly memory?: number;
  readonly memoryReservation?: number;
  readonly command?: readonly string[];
}

/** What is rolled. Another provider adds its own member here and its folder in shared/targets. */
export type TargetSettings = EcsTarget | BeanstalkTarget;

export interface Stage {
  readonly name: string;
  /** Each is deployed to by itself: with a deployment, a claim, a verdict and a rollback of its own. */
  readonly targets: readonly [TargetSettings, ...TargetSettings[]];
  /** Each target is rolled only after the one before it was verified; else all at once. */
  readonly inOrder?: true;
  readonly health: HealthCheck;
  /** How long a rollout may take before it is taken back. */
  readonly rolloutLimitSeconds: number;
  /** A newer deployment stops an older one that is under way; where this is not set it waits for its end. */
  readonly onNewer?: 'interrupt';
  /** Run in order with the release before it is rolled out; each must end with 0. */
  readonly before?: readonly OneOffTask[];
  /** Run in order once the release answers; each must end with 0, or the release is taken back. */
  readonly after?: readonly OneOffTask[];
}

/** A stage as one deployment sees it: with the one target that is its own. */
export type TargetStage = Omit<Stage, 'targets' | 'inOrder'> & {
  readonly target: TargetSettings;
  /** How many targets the stage has, where it has several. */
  readonly oneOf?: number;
};

export interface Pipeline {
  readonly name: string;
  readonly source?: { readonly provider: 'github'; readonly repository: string; readonly branch: string };
  /** The CodeBuild project that builds and pushes the image. */
  readonly build?: { readonly project: string };
  readonly repository: string;
  /** In order; the first one is deployed to on every push. Never empty. */
  readonly stages: readonly [Stage, ...Stage[]];
}

export type Verdict = 'verified' | 'rolled-back' | 'failed' | 'superseded' | 'rejected';
export type DeploymentKind = 'deploy' | 'rollback';

/** One attempt to bring one release to one target. */
export interface Deployment {
  readonly id: string;
  readonly pipeline: string;
  readonly stage: TargetStage;
  /** The target's key in the ledger: `ecs:REGION:CLUSTER/SERVICE`, `eb:REGION:APPLICATION/ENVIRONMENT`. */
  readonly target: string;
  readonly kind: DeploymentKind;
  readonly release: Release;
  /** Newer is larger. Of a push: its number; of a command: its time. Milliseconds since 1970, made unique per pipeline. */
  readonly order: number;
  readonly requestedBy: string;
  readonly requestedAt: number;
  /** A person asked for it, not a push or an image. */
  readonly byHand?: true;
  /** Asked for in spite of a freeze. */
  readonly force?: true;
  /** The deployment whose execution was lost, and whose work this one takes up. */
  readonly follows?: string;
  /** The version of slipway.yml that it started with and keeps. */
  readonly configVersion: number;
  /** The deployment of the stage's target before this one: it goes on only when that one has ended verified. */
  readonly after?: string;
}

/** What is known of a deployment's end. */
export interface Ending {
  readonly verdict: Verdict;
  /** One or more sentences for people: what happened, where, what to do. */
  readonly reason: string;
  readonly endedAt: number;
  /** What runs afterwards, where that is another release. */
  readonly now?: Release;
  /** The address at which the target was probed. */
  readonly url?: string;
  /** Going back failed: no push is deployed on the target until a person has acted. */
  readonly held?: true;
}

/** One step of a deployment's trail. */
export interface TrailEntry {
  /** Unique within its deployment, so that a repeated step writes the same entry. */
  readonly step: string;
  readonly at: number;
  readonly detail: string;
  /** What the probes of this step found, where it is one that probes. */
  readonly probes?: readonly ProbeReport[];
}

/** What probing one address found. */
export interface ProbeReport {
  /** `GET https://balancer.example/health`, with the probe's name before it where there are several. */
  readonly what: string;
  readonly asked: number;
  readonly failed: number;
  /** Of the answers that came. Milliseconds. */
  readonly latency?: Latency;
  /** How those were that failed, the most frequent first. */
  readonly failures: readonly FailedProbe[];
}

/** Milliseconds. */
export interface Latency {
  readonly min: number;
  readonly median: number;
  readonly max: number;
}

export interface FailedProbe {
  /** `500: <start of the body>`, `no answer within 5 s`, `ECONNREFUSED`. */
  readonly answer: string;
  readonly times: number;
}
