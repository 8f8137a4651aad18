import type { Clock } from '../clock.ts';
import type { ContainerEngine } from '../containers/engine.ts';
import type { Account, EventSink, Identities, LogStore, ParameterStore, Refuses } from '../parts.ts';
import type { Care } from '../runs/reaper.ts';
import type { BuildRecord } from './build-record.ts';
import type { Projects } from './projects.ts';
import type { BuildQueue } from './queue.ts';

/** What the operations and the builds work on. */
export interface Context {
  readonly account: Account;
  readonly clock: Clock;
  readonly engine: Pick<ContainerEngine, 'buildTools'>;
  readonly events: EventSink;
  readonly logs: LogStore;
  readonly parameters: ParameterStore;
  readonly identities: Pick<Identities, 'assume' | 'actor' | 'end'>;
  /** Judges what CodeBuild does under a project's role; all is permitted where it is not given. */
  readonly refuses?: Refuses;
  /** Ends the builds' processes when this one is killed. */
  readonly care?: Care;
  readonly projects: Projects;
  /** By id, the oldest first. */
  readonly builds: Map<string, BuildRecord>;
  readonly queue: BuildQueue;
}
