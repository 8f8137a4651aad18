export { ecsTargetKey, parseServiceArn } from './arn.ts';
export { createEcsTarget, type ThoroughCheck } from './target.ts';
