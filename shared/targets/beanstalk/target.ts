import type { ElasticBeanstalkClient } from '@aws-sdk/client-elastic-beanstalk';
import type { S3Client } from '@aws-sdk/client-s3';
import type { CheckClients } from '../../aws/check-clients.ts';
import { explain } from '../../aws/errors.ts';
import type { BeanstalkTarget } from '../../deployment/beanstalk-target.ts';
import { Rejected } from '../../deployment/errors.ts';
import type { Target } from '../../deployment/ports.ts';
import { check } from './check.ts';
import { diagnose } from './diagnose.ts';
import { inspect } from './inspect.ts';
import { look } from './look.ts';
import { plan } from './plan.ts';
import { prepare } from './prepare.ts';
import { revive } from './revive.ts';
import type { SettingsMemory } from './settings-memory.ts';
import { start } from './start.ts';
import { stop } from './stop.ts';
import { unfinished } from './version.ts';
import { watch } from './watch.ts';

export interface BeanstalkTargetOptions {
  readonly beanstalk: ElasticBeanstalkClient;
  /** For source bundles. */
  readonly bundles: S3Client;
  readonly checking: () => Pick<CheckClients, 'ecr'>;
  readonly settings: BeanstalkTarget;
  readonly region: string;
  /** Of the environment, and so of the bucket that its source bundles are put into. */
  readonly account: string;
  /** The pipeline's image repository: services of the bundle that run an image of it get the release. */
  readonly repository: string;
  readonly memory: SettingsMemory;
}

/** What every part of the Beanstalk target works with. */
export interface Environment extends BeanstalkTargetOptions {
  /** `environment web-prod of the application web`, for messages. */
  readonly name: string;
}

/** An Elastic Beanstalk environment, or two that swap their addresses, as a target. */
export function createBeanstalkTarget(options: BeanstalkTargetOptions): Target {
  const { application, environment: named } = options.settings;
  const environment: Environment = {
    ...options,
    name: `environment ${named} of the application ${application}`,
  };
  const explained =
    <Args extends unknown[], Result>(doing: string, action: (...args: Args) => Promise<Result>) =>
    async (...args: Args): Promise<Result> => {
      try {
        return await action(...args);
      } catch (error) {
        throw explain(error, `${doing} the ${environment.name}`);
      }
    };
  const noTasks = async () => {
    throw new Rejected(`Elastic Beanstalk has no one-off tasks: the ${environment.name} can run none`);
  };
  return {
    inspect: explained('inspecting', () => inspect(environment)),
    plan: explained('planning a deployment of', (release) => plan(environment, release)),
    check: explained('checking', (release) => check(environment, release)),
    prepare: explained('making a version for', (release) => prepare(environment, release)),
    unfinished: explained('looking at a version for', (revision) => unfinished(environment, revision)),
    revive: explained('looking up the good release of', (good) => revive(environment, good)),
    start: explained('updating', (revision, since, done) => start(environment, revision, since, done)),
    look: explained('looking at the update of', (rollout, revision) => look(environment, rollout, revision)),
    stop: explained('aborting the update of', (rollout, revision) => stop(environment, rollout, revision)),
    watch: explained('watching', (revision) => watch(environment, revision)),
    runTask: noTasks,
    lookAtTask: noTasks,
    stopTask: noTasks,
    diagnose: (rollout) => diagnose(environment, rollout),
  };
}
