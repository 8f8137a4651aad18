export { ecsTargetKey, parseServiceArn, placeOf } from './arn.ts';
export { readHookCall } from './hook-call.ts';
export { seeForHook } from './hook-sight.ts';
export { createEcsTarget, type EcsTargetOptions, type ThoroughCheck } from './target.ts';
