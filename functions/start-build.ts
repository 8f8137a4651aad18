import { lookAtBuild, startBuild } from '../shared/aws/builds.ts';
import { completeCallback } from '../shared/aws/executions.ts';
import type { BuildRequest } from '../shared/deployment/accept-push.ts';
import { buildCommit } from '../shared/deployment/build-workflow.ts';
import { requestImage } from '../shared/deployment/request-image.ts';
import { onDurableExecution } from '../shared/runtime/handlers.ts';
import { durableJournal } from '../shared/runtime/journal.ts';
import { sayBuildEnded } from '../shared/runtime/news.ts';
import { codebuild, image, lambda, ledger, requestPorts, targetKey } from '../shared/runtime/services.ts';

/** Builds a pushed commit: a durable execution, so that waiting for CodeBuild costs nothing. */
export const handler = onDurableExecution(async (request: BuildRequest, context) =>
  buildCommit(request, durableJournal(context), {
    ledger: ledger(),
    pipeline: async (name) => (await ledger().config()).pipelines.find((pipeline) => pipeline.name === name),
    startBuild: (project, build, token) => startBuild(codebuild(), project, build, token),
    lookAtBuild: (build) => lookAtBuild(codebuild(), build),
    requestImage: async (pipeline, commit) => {
      const pushed = await image(pipeline.repository, commit);
      if (pushed === undefined) return undefined;
      const requested = await requestImage(pushed, `push of ${commit.slice(0, 7)}`, requestPorts());
      // The repository may be other pipelines' too.
      const own = requested.filter((deployment) => deployment.pipeline === pipeline.name);
      return Object.fromEntries(own.map(({ target, id }) => [target, id]));
    },
    wakeOlder: async ({ name, stages: [first] }, order) => {
      const tokens = await ledger().yieldingTo(name, order, first.targets.map(targetKey));
      await Promise.all(tokens.map((token) => completeCallback(lambda(), token)));
    },
    publish: sayBuildEnded,
  }),
);
