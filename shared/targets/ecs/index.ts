export { ecsTargetKey, parseServiceArn } from './arn.ts';
export { parseImage } from './image.ts';
export { createEcsTarget, type EcsTargetOptions } from './target.ts';
