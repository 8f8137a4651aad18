export { ecsTargetKey, parseServiceArn } from './arn.ts';
export { createEcsTarget } from './target.ts';
