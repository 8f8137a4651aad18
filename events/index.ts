export { codebuildBuildStateChange } from './codebuild-build-state-change.ts';
export { type EcrImageAction, ecrImageAction } from './ecr-image-action.ts';
export { ecsDeploymentStateChange } from './ecs-deployment-state-change.ts';
export { ecsHookStateChange } from './ecs-hook-state-change.ts';
export { ecsTaskStateChange, TASK_STARTED_BY } from './ecs-task-state-change.ts';
export {
  elasticBeanstalkHealthChange,
  elasticBeanstalkStatusChange,
} from './elastic-beanstalk-status-change.ts';
export { type Envelope, type EventKind, isEvent } from './event.ts';
export {
  type BuildEnded,
  buildEnded,
  type DeploymentEnded,
  type DeploymentStarted,
  deploymentEnded,
  deploymentStarted,
  type PushAccepted,
  pushAccepted,
} from './slipway.ts';
