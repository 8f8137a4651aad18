import type { Endpoint } from '../network.ts';

/** What a container is a part of. */
export interface Origin {
  readonly cluster: string;
  /** None for a task that is not a service's. */
  readonly service?: string;
  readonly family: string;
  /** Its name, and its image as written in the task definition. */
  readonly container: string;
  readonly image: string;
}

/** A volume in a container. It is made when the first container needs it. */
export interface Mount {
  /** The volume's name in the engine, unique on this machine. */
  readonly volume: string;
  /** Where it is in the container. */
  readonly path: string;
  readonly readOnly: boolean;
}

/** One container to run, in the words of a task definition. */
export interface ContainerSpec {
  /** For those who choose containers by what they belong to. */
  readonly origin?: Origin;
  /** Unique on this machine, for people who look (`slipway-web-1a2b3c`). */
  readonly name: string;
  /** An image by digest in the local registry: `REGISTRY/REPOSITORY@sha256:…`. */
  readonly image: string;
  readonly entryPoint?: readonly string[];
  readonly command?: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly workingDirectory?: string;
  readonly user?: string;
  /** Container ports to be reachable on loopback. */
  readonly ports: readonly number[];
  readonly mounts?: readonly Mount[];
  /** Megabytes; none is unlimited. */
  readonly memory?: number;
  /** Seconds between SIGTERM and SIGKILL. */
  readonly stopTimeout: number;
  /** Called with each piece of output, in order, of both streams. */
  readonly onOutput: (chunk: string) => void;
}

export interface Exit {
  /** 137 when it was killed. */
  readonly code: number;
  readonly reason?: string;
}

export interface Container {
  /** The engine's own id. */
  readonly id: string;
  /** Where each of the spec's ports can be reached, by container port. */
  readonly endpoints: ReadonlyMap<number, Endpoint>;
  /** Settles when it has ended, however; never rejects. */
  readonly exited: Promise<Exit>;
  /** SIGTERM, then SIGKILL after the spec's stopTimeout. Resolves when it has ended and is removed. */
  stop(): Promise<Exit>;
  /** Runs a command inside, for container health checks. Resolves with its exit code. */
  exec(command: readonly string[], timeoutSeconds: number): Promise<number>;
}

/** What a container could not be started for, in the words that ECS uses (`CannotPullContainerError: …`). */
export class ContainerStartError extends Error {
  readonly code: 'CannotPullContainerError' | 'CannotStartContainerError' | 'ResourceInitializationError';

  constructor(code: ContainerStartError['code'], message: string, options?: ErrorOptions) {
    super(`${code}: ${message}`, options);
    this.name = 'ContainerStartError';
    this.code = code;
  }
}

/** The one way in which the local cloud runs and builds images. */
export interface ContainerEngine {
  readonly name: 'docker' | 'process';
  /** One line for people: what it is and what it cannot do. */
  readonly description: string;
  /** Whether 127.0.0.1 of a container is this machine's, so that it reaches the gateway. */
  readonly sharesLoopback: boolean;
  /**
   * Gets an image, so that its containers start at once.
   * @param origin of one of them
   * @throws ContainerStartError CannotPullContainerError
   */
  pull(image: string, origin?: Origin): Promise<void>;
  /** @throws ContainerStartError */
  run(spec: ContainerSpec): Promise<Container>;
  /** Removes a volume that no container uses any more; nothing where it is not there. Never rejects. */
  removeVolume(name: string): Promise<void>;
  /**
   * What a build must have around it so that `docker login`, `build`, `tag` and `push` work in a buildspec:
   * folders to put before PATH, and variables.
   */
  readonly buildTools: {
    readonly path: readonly string[];
    readonly environment: Readonly<Record<string, string>>;
  };
  /** Removes all that it made and that still is there, by label or process id. */
  close(): Promise<void>;
}
