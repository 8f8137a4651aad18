import { deploymentStarted } from '../events/index.ts';
import { completeCallback } from '../shared/aws/executions.ts';
import { isInVpc } from '../shared/aws/functions.ts';
import { runDeployment } from '../shared/deployment/workflow.ts';
import { setting } from '../shared/runtime/environment.ts';
import { onDurableExecution } from '../shared/runtime/handlers.ts';
import { durableJournal } from '../shared/runtime/journal.ts';
import { sayDeploymentEnded } from '../shared/runtime/news.ts';
import { lambda, ledger, now, say } from '../shared/runtime/services.ts';
import { targetOf } from '../shared/runtime/targets.ts';

/** One deployment, from request to verdict: a durable execution. */
export const handler = onDurableExecution(async ({ deployment }: { deployment: string }, context) =>
  runDeployment(deployment, durableJournal(context, setting('PROBE_TARGET_ARN')), {
    ledger: ledger(),
    now,
    probesInVpc: () => isInVpc(lambda(), setting('PROBE_TARGET_ARN')),
    target: ({ stage, release }) => targetOf(stage.target, release),
    wake: (token) => completeCallback(lambda(), token),
    announceStart: (event) => say(deploymentStarted, event),
    announceEnd: sayDeploymentEnded,
  }),
);
