export { probe } from './probe.ts';
export { createResolve, refuseUrl } from './resolve.ts';
