import * as z from 'zod';
import { DEFAULT_BRANCH, DEFAULT_ON_NEWER, DEFAULT_ROLLOUT_LIMIT_SECONDS } from './defaults.ts';
import { duration } from './duration-field.ts';
import { health } from './health-schema.ts';
import {
  branchName,
  deployerRole,
  ecsName,
  externalId,
  githubRepository,
  plainName,
  projectName,
  regionName,
  repositoryName,
} from './names.ts';
import { oneOffTasks } from './one-off-tasks.ts';
import { task } from './task.ts';

const HOUR = 3600;

const ecs = z
  .strictObject({
    /** Name of the ECS cluster. */
    cluster: ecsName,
    /** Name of the ECS service in it. Either this or `services`. */
    service: ecsName.optional(),
    /** Names of several ECS services in it, which all get the release, each by a deployment of its own. */
    services: z.array(ecsName).nonempty('must name at least one service').optional(),
    /** `parallel`: all services at once; `in-order`: each after the one before it was verified. Default `parallel`. */
    order: z.enum(['parallel', 'in-order'], { error: 'must be "parallel" or "in-order"' }).optional(),
    /** Containers that get the image. Default: those whose image is from the pipeline's repository. */
    containers: z.array(ecsName).nonempty('must name at least one container, or be left out').optional(),
    /** AWS region of the cluster. Default: the region that Slipway runs in. */
    region: regionName.optional(),
    /** ARN of the role under which the service is rolled, `arn:aws:iam::ACCOUNT:role/slipway-deployer…`. Default: Slipway's own. */
    role: deployerRole.optional(),
    /** The external id that the role's trust asks for. Default: none. */
    externalId: externalId.optional(),
    /** How the task definition differs from its base, and what that is. Default: nothing but the image. */
    task: task.optional(),
  })
  .check(fitTogether);

/** Exactly one of `service` and `services`, no name twice, and nothing that needs another key without it. */
function fitTogether({ value, issues }: z.core.ParsePayload<EcsSettings>): void {
  const { service, services, order, role, externalId } = value;
  const problem = (path: PropertyKey[], message: string) =>
    issues.push({ code: 'custom', path, message, input: value });
  if (service === undefined && services === undefined) problem(['service'], 'is missing (or "services")');
  if (service !== undefined && services !== undefined) {
    problem(['services'], 'cannot be given beside "service": name all of them here and leave "service" out');
  }
  for (const [index, name] of (services ?? []).entries()) {
    if (services?.indexOf(name) !== index) problem(['services', index], `"${name}" is named twice`);
  }
  if (externalId !== undefined && role === undefined)
    problem(['externalId'], 'needs "role" to be taken with it');
  if (order !== undefined && services === undefined) problem(['order'], 'needs "services" to be ordered');
}

interface EcsSettings {
  readonly service?: string | undefined;
  readonly services?: readonly string[] | undefined;
  readonly order?: string | undefined;
  readonly role?: string | undefined;
  readonly externalId?: string | undefined;
}

const stage = z.strictObject({
  /** Name of the stage, e.g. `prod`. */
  name: plainName,
  /** What is rolled: one of the providers, `ecs`. */
  target: z.strictObject({ ecs }),
  /** When the target's address counts as healthy. Default: each key's own. */
  health: health.prefault({}),
  rollout: z
    .strictObject({
      /** Duration after which a rollout that has not ended is taken back (10s to 24h). Default 30m. */
      limit: duration(10, 24 * HOUR).default(DEFAULT_ROLLOUT_LIMIT_SECONDS),
      /** What a newer push does while an older one is rolled out: `queue` waits for its end, `interrupt` stops it. Default `queue`. */
      onNewer: z
        .enum(['queue', 'interrupt'], { error: 'must be "queue" or "interrupt"' })
        .default(DEFAULT_ON_NEWER),
    })
    .prefault({}),
  /** Tasks that are run once with the new image before it is rolled out, e.g. migrations. Default: none. */
  before: oneOffTasks.optional(),
  /** Tasks that are run once when the release answers, e.g. smoke tests. Default: none. */
  after: oneOffTasks.optional(),
});

const pipeline = z.strictObject({
  /** Where pushes come from. Default: none, then only images pushed to the repository and commands start deployments. */
  source: z
    .strictObject({
      /** `OWNER/NAME` on GitHub. */
      github: githubRepository,
      /** The branch whose pushes are built. Default `main`. */
      branch: branchName.default(DEFAULT_BRANCH),
    })
    .optional(),
  /** What builds a push. Default: none, something else pushes the image. */
  build: z
    .strictObject({
      /** Name of the CodeBuild project that builds and pushes the image. */
      project: projectName,
    })
    .optional(),
  /** Name of the ECR repository that the images come from; each pipeline has its own. */
  image: repositoryName,
  /** In order; every new image is deployed to the first one. At least one. */
  stages: z.tuple([stage], stage),
});

/** slipway.yml as a whole: pipelines by name. */
export const configSchema = z.strictObject({
  /** Each pipeline by its name (1 to 40 letters, digits, `-`, `_`). */
  pipelines: z.record(plainName, pipeline),
});

export type Config = z.infer<typeof configSchema>;
