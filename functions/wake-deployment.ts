import {
  codebuildBuildStateChange,
  type Envelope,
  ecsDeploymentStateChange,
  ecsHookStateChange,
  ecsTaskStateChange,
  elasticBeanstalkHealthChange,
  elasticBeanstalkStatusChange,
  isEvent,
  TASK_STARTED_BY,
} from '../events/index.ts';
import { completeCallback } from '../shared/aws/executions.ts';
import { home } from '../shared/runtime/environment.ts';
import { onInvocation } from '../shared/runtime/handlers.ts';
import { lambda, ledger, targetKey } from '../shared/runtime/services.ts';
import {
  beanstalkTargetKey,
  type EnvironmentEvent,
  placeOfEvent,
} from '../shared/targets/beanstalk/index.ts';
import { ecsTargetKey, parseServiceArn } from '../shared/targets/ecs/index.ts';

/** An event of ECS, Elastic Beanstalk or CodeBuild wakes whoever waits for it. It decides nothing: who is woken looks for itself. */
export const handler = onInvocation(async (event: Envelope, log) => {
  const token = await tokenFor(event);
  if (token === undefined) return { woken: false };
  await completeCallback(lambda(), token);
  log.info('woken', { by: event['detail-type'] });
  return { woken: true };
});

async function tokenFor(event: Envelope): Promise<string | undefined> {
  if (isEvent(ecsDeploymentStateChange, event)) {
    return holderOf(event.resources[0] ?? '');
  }
  if (isEvent(ecsHookStateChange, event)) return holderOf(event.detail.serviceArn);
  if (isEvent(ecsTaskStateChange, event)) {
    const deployment = await ledger().findDeployment(event.detail.startedBy.slice(TASK_STARTED_BY.length));
    const claim = deployment && (await ledger().target(deployment.target)).claim;
    return claim?.deployment === deployment?.id ? claim?.wakeToken : undefined;
  }
  if (isEvent(elasticBeanstalkStatusChange, event) || isEvent(elasticBeanstalkHealthChange, event)) {
    return holderOfEnvironment(event);
  }
  if (isEvent(codebuildBuildStateChange, event)) {
    // `arn:aws:codebuild:REGION:ACCOUNT:build/PROJECT:UUID`
    return ledger().buildToken(event.detail['build-id'].split('/').slice(1).join('/'));
  }
  return undefined;
}

/** The token of whoever deploys to the service. */
async function holderOf(serviceArn: string): Promise<string | undefined> {
  const service = parseServiceArn(serviceArn);
  if (service === undefined) return undefined;
  // Events of other regions and accounts come here too, where they are forwarded: the ARN tells of which they are.
  return (await ledger().target(ecsTargetKey(service, home()))).claim?.wakeToken;
}

/** The token of whoever deploys to the environment, which may be the second one of a pair. */
async function holderOfEnvironment(event: EnvironmentEvent): Promise<string | undefined> {
  const place = placeOfEvent(event);
  const { claim } = await ledger().target(beanstalkTargetKey(place, home()));
  if (claim) return claim.wakeToken;
  const { pipelines } = await ledger().config();
  const pair = pipelines
    .flatMap(({ stages }) => stages.flatMap(({ targets }) => targets))
    .find((target) => target.kind === 'beanstalk' && target.swap?.standby === place.environment);
  return pair && (await ledger().target(targetKey(pair))).claim?.wakeToken;
}
