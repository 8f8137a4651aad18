import type { Clock } from '../clock.ts';
import type { ContainerEngine } from '../containers/engine.ts';
import type { Account, EventSink, Identities, LogStore, ParameterStore, Part, Refuses } from '../parts.ts';
import type { Care } from '../runs/reaper.ts';
import type { BuildRecord } from './build-record.ts';
import { operationsOf } from './operations/index.ts';
import { Projects } from './projects.ts';
import { BuildQueue, CONCURRENT_BUILDS } from './queue.ts';
import { codebuildResources } from './resources.ts';

/** CodeBuild: projects whose buildspecs run on this machine, with real git, docker and shell. */
export function createCodebuild({
  concurrentBuilds = CONCURRENT_BUILDS,
  ...deps
}: {
  account: Account;
  clock: Clock;
  engine: Pick<ContainerEngine, 'buildTools'>;
  events: EventSink;
  logs: LogStore;
  parameters: ParameterStore;
  identities: Pick<Identities, 'assume' | 'actor' | 'end'>;
  /** Judges what CodeBuild does under a project's role; all is permitted where it is not given. */
  refuses?: Refuses;
  care?: Care;
  /** The account's quota; five times as many may wait. */
  concurrentBuilds?: number;
}): Part {
  const builds = new Map<string, BuildRecord>();
  const context = { ...deps, projects: new Projects(), builds, queue: new BuildQueue(concurrentBuilds) };
  return {
    service: { client: 'codebuild', operations: operationsOf(context) },
    resources: codebuildResources(context),
    async close() {
      for (const build of builds.values()) build.stop('STOPPED');
      await Promise.all([...builds.values()].map(({ ended }) => ended));
    },
  };
}
