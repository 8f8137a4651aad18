import { pushAccepted } from '../events/index.ts';
import { startExecution } from '../shared/aws/executions.ts';
import { acceptPush } from '../shared/deployment/accept-push.ts';
import { readGithubRequest } from '../shared/intake/github.ts';
import { setting } from '../shared/runtime/environment.ts';
import { json, onRequest } from '../shared/runtime/handlers.ts';
import { lambda, ledger, now, say, secrets } from '../shared/runtime/services.ts';

/** GitHub's push webhook: verified, numbered, answered; the build goes on behind. */
export const handler = onRequest(async (request, log) => {
  const push = readGithubRequest(request, await secrets()(setting('GITHUB_SECRET_PARAMETER')));
  if (push.kind === 'refused') return json(push.status, { error: push.message });
  if (push.kind === 'ignored') return json(202, { ignored: push.reason });
  const answer = await acceptPush(
    { ...push, provider: 'github' },
    {
      now,
      pipelines: async () => (await ledger().config()).pipelines,
      numberPush: (pushed, at) => ledger().numberPush(pushed, at),
      launchBuild: (name, build) => startExecution(lambda(), setting('START_BUILD_ARN'), name, build),
      publish: (event) => say(pushAccepted, event),
    },
  );
  log.info('push', {
    repository: push.repository,
    branch: push.branch,
    commit: push.after,
    answer: answer.kind,
  });
  switch (answer.kind) {
    case 'unknown':
      return json(404, { error: answer.reason });
    case 'ignored':
      return json(202, { ignored: answer.reason });
    case 'accepted':
      return json(202, { accepted: answer.builds });
  }
});
