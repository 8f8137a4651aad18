import { deploymentEnded } from '../events/index.ts';
import { completeCallback, findExecution } from '../shared/aws/executions.ts';
import { reconcile } from '../shared/deployment/reconcile.ts';
import { setting } from '../shared/runtime/environment.ts';
import { onInvocation } from '../shared/runtime/handlers.ts';
import { lambda, ledger, requestPorts, say } from '../shared/runtime/services.ts';

/** By schedule: finds deployments that were never started or whose execution was lost, and has their work taken up. */
export const handler = onInvocation(async (_: unknown, log) => {
  const { launch, now } = requestPorts();
  const report = await reconcile({
    ledger: ledger(),
    launch,
    now,
    execution: (deployment) => findExecution(lambda(), setting('RUN_DEPLOYMENT_ARN'), deployment),
    wake: (token) => completeCallback(lambda(), token),
    announceEnd: (event) => say(deploymentEnded, event),
  });
  log.info('reconciled', { ...report });
  return report;
});
