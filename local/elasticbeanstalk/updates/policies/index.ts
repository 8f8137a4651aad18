import { allAtOnce } from './all-at-once.ts';
import { immutable } from './immutable.ts';
import type { Policy } from './policy.ts';
import { rolling, rollingWithAdditionalBatch } from './rolling.ts';
import { trafficSplitting } from './traffic-splitting.ts';

/** By the values of the option DeploymentPolicy. */
const POLICIES: Readonly<Record<string, Policy>> = {
  AllAtOnce: allAtOnce,
  Rolling: rolling,
  RollingWithAdditionalBatch: rollingWithAdditionalBatch,
  Immutable: immutable,
  TrafficSplitting: trafficSplitting,
};

export const policyNamed = (name: string): Policy => POLICIES[name] ?? allAtOnce;
