import type { LeftOvers } from '../runs/left-overs.ts';
import type { Care } from '../runs/reaper.ts';
import type { ContainerEngine } from './engine.ts';
import type { LoginSource } from './images/login.ts';

/** An engine as the local cloud starts it. */
export interface PreparedEngine extends ContainerEngine {
  /** What was removed that former runs have left in the engine. */
  readonly leftOvers: LeftOvers;
  /**
   * Makes the base image ready, so that builds find it and no push of an app sends it. To be called once the local
   * registry answers, before the first build; a second call does nothing more.
   */
  prepare(): Promise<void>;
}

export interface EngineOptions {
  /** A folder of this run's own. */
  readonly folder: string;
  /** Host and port of the local registry. */
  readonly registry: string;
  readonly login: LoginSource;
  /** Puts a blob into the local registry's store without sending it, where that is on this machine. */
  readonly seedBlob?: ((file: string, digest: string) => void) | undefined;
  /** Ends the processes of containers when this one is killed. */
  readonly care: Care;
  /** Where packed base images are kept from run to run. */
  readonly cache: string;
}
