import { deploymentEnded, type Envelope } from '../events/index.ts';
import { completeCallback, findExecution, invoke } from '../shared/aws/executions.ts';
import { newestImage } from '../shared/aws/images.ts';
import { reconcile } from '../shared/deployment/reconcile.ts';
import type { Untold } from '../shared/deployment/tell-untold.ts';
import { home, setting } from '../shared/runtime/environment.ts';
import { onInvocation } from '../shared/runtime/handlers.ts';
import { sayDeploymentEnded } from '../shared/runtime/news.ts';
import { ecr, lambda, ledger, requestPorts } from '../shared/runtime/services.ts';

/** By schedule: finds deployments that were never started or whose execution was lost, and has their work taken up. */
export const handler = onInvocation(async (_: unknown, log) => {
  const report = await reconcile({
    ...requestPorts(),
    ledger: ledger(),
    newestImage: (repository) => newestImage(ecr(), repository),
    execution: (deployment) => findExecution(lambda(), setting('RUN_DEPLOYMENT_ARN'), deployment),
    wake: (token) => completeCallback(lambda(), token),
    announceEnd: sayDeploymentEnded,
    tell: async (news) =>
      (await invoke<Envelope, Announced>(lambda(), setting('ANNOUNCE_ARN'), eventOf(news))).announced,
  });
  log.info('reconciled', { ...report });
  return report;
});

interface Announced {
  readonly announced: boolean;
}

/** As EventBridge would have brought it. */
function eventOf({ about, since, detailType, detail }: Untold): Envelope {
  return {
    ...home(),
    id: about,
    source: deploymentEnded.source,
    'detail-type': detailType,
    time: new Date(since).toISOString(),
    resources: [],
    detail,
  };
}
