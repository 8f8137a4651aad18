import * as z from 'zod';
import { DEFAULT_BRANCH, DEFAULT_ON_NEWER, DEFAULT_ROLLOUT_LIMIT_SECONDS } from './defaults.ts';
import { duration } from './duration-field.ts';
import { health } from './health-schema.ts';
import { branchName, githubRepository, plainName, projectName, repositoryName } from './names.ts';
import { oneOffTasks } from './one-off-tasks.ts';
import { target } from './target-schema.ts';

const HOUR = 3600;

const stage = z.strictObject({
  /** Name of the stage, e.g. `prod`. */
  name: plainName,
  /** What is rolled: one of the providers, `ecs` or `beanstalk`. */
  target,
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
