import type { Fault } from './faults/fault.ts';

export interface CloudOptions {
  /** The gateway's port on 127.0.0.1; 0, the default, for any free one. */
  readonly port?: number;
  /** How many times faster than AWS its own waiting goes; 1 by default. */
  readonly pace?: number;
  /** What runs and builds containers: by default a Docker engine where one answers, else plain processes. */
  readonly engine?: 'auto' | 'docker' | 'process';
  /**
   * Fields of task definitions that this AWS knows beyond the pinned SDK's schemas, as `Structure.member`, for example
   * `ContainerDefinition.newThing`. They are kept and given back; none by default, and all others are refused.
   */
  readonly newerFields?: readonly string[];
  /** What shall go wrong from the start; more can be added and taken away at `cloud.faults`. */
  readonly faults?: readonly Fault[];
}
