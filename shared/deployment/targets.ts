import type { Stage, TargetSettings, TargetStage } from './model.ts';

/** What a target is called within its stage: the ECS service's name, the Elastic Beanstalk environment's. */
export function nameOfTarget(target: TargetSettings): string {
  return target.kind === 'ecs' ? target.service : target.environment;
}

/** A stage as the deployment to one of its targets sees it. */
export function stageFor({ targets, inOrder: _, ...shared }: Stage, target: TargetSettings): TargetStage {
  return { ...shared, target, ...(targets.length > 1 ? { oneOf: targets.length } : {}) };
}
