import type { DeploymentConfiguration, DeploymentLifecycleHookStage } from '@aws-sdk/client-ecs';

/** The stages of a deployment by strategy; hooks run in those that AWS's model lists for them. */
export type Stage = DeploymentLifecycleHookStage | 'SCALE_UP' | 'BAKE_TIME' | 'CLEAN_UP';

export type Traffic = 'test' | 'production';

/** What ECS itself does in a stage, before its hooks run. Percentages are those of the new ("green") revision. */
export type Act =
  | { readonly do: 'roll' | 'reconcile' | 'scale-up' | 'clean-up' | 'give-up' }
  | { readonly do: 'shift'; readonly traffic: Traffic; readonly percent: number }
  | { readonly do: 'wait'; readonly minutes: number };

export interface Step {
  /** None in a rolling update: AWS shows no stage of those. */
  readonly stage?: Stage;
  readonly act?: Act;
}

/** Defaults of the API reference, LinearConfiguration and CanaryConfiguration. */
const LINEAR_PERCENT = 10;
const LINEAR_BAKE_MINUTES = 6;
const CANARY_PERCENT = 5;
const CANARY_BAKE_MINUTES = 10;

/** A share of production traffic, and for how long it stays at it. */
interface Share {
  readonly percent: number;
  readonly minutes: number;
}

const ALL: Share = { percent: 100, minutes: 0 };

/** The shares of production traffic that a strategy takes the new revision through; the last is always all. */
export function sharesOf({
  strategy,
  linearConfiguration,
  canaryConfiguration,
}: DeploymentConfiguration): Share[] {
  if (strategy === 'CANARY') {
    const percent = canaryConfiguration?.canaryPercent ?? CANARY_PERCENT;
    const minutes = canaryConfiguration?.canaryBakeTimeInMinutes ?? CANARY_BAKE_MINUTES;
    return percent < 100 ? [{ percent, minutes }, ALL] : [ALL];
  }
  if (strategy === 'LINEAR') {
    const minutes = linearConfiguration?.stepBakeTimeInMinutes ?? LINEAR_BAKE_MINUTES;
    // In tenths, which is as fine as AWS takes them: sums of such fractions are not exact.
    const tenths = Math.round((linearConfiguration?.stepPercent ?? LINEAR_PERCENT) * 10);
    const steps = Math.ceil(1000 / tenths) - 1;
    return [
      ...Array.from({ length: steps }, (_, index) => ({
        percent: ((index + 1) * tenths) / 10,
        minutes,
      })),
      ALL,
    ];
  }
  return [ALL];
}

/** How a service deployment goes from its beginning to its good end. */
export interface Course {
  readonly configuration: DeploymentConfiguration;
  /** Whether a revision that was good serves: one to take the traffic over from, and to go back to. */
  readonly keeps: boolean;
  /** Whether there are tasks of yet other revisions, of a deployment that was cut short. */
  readonly reconciles: boolean;
  /** How long it bakes: what is asked for, or what ECS takes by itself where alarms watch. */
  readonly bakeMinutes: number;
}

/**
 * The steps of a service deployment, in order.
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/blue-green-deployment-how-it-works.html
 */
export function stepsOf({ configuration, keeps, reconciles, bakeMinutes }: Course): Step[] {
  const bake: Act = { do: 'wait', minutes: bakeMinutes };
  if (isRolling(configuration)) return [{ act: { do: 'roll' } }, ...(bakeMinutes > 0 ? [{ act: bake }] : [])];
  // Where nothing ran before there is no traffic to take over bit by bit, and nothing to go back to while it bakes.
  const shares = keeps ? sharesOf(configuration) : [ALL];
  return [
    ...(reconciles ? [{ stage: 'RECONCILE_SERVICE', act: { do: 'reconcile' } } as const] : []),
    { stage: 'PRE_SCALE_UP' },
    { stage: 'SCALE_UP', act: { do: 'scale-up' } },
    { stage: 'POST_SCALE_UP' },
    { stage: 'TEST_TRAFFIC_SHIFT', act: { do: 'shift', traffic: 'test', percent: 100 } },
    { stage: 'POST_TEST_TRAFFIC_SHIFT' },
    ...shares.flatMap(shareSteps),
    { stage: 'POST_PRODUCTION_TRAFFIC_SHIFT' },
    ...(keeps && bakeMinutes > 0 ? [{ stage: 'BAKE_TIME', act: bake } as const] : []),
    { stage: 'CLEAN_UP', act: { do: 'clean-up' } },
  ];
}

function shareSteps({ percent, minutes }: Share): Step[] {
  return [
    { stage: 'PRE_PRODUCTION_TRAFFIC_SHIFT' },
    { stage: 'PRODUCTION_TRAFFIC_SHIFT', act: { do: 'shift', traffic: 'production', percent } },
    ...(minutes > 0 ? [{ act: { do: 'wait', minutes } } as const] : []),
  ];
}

/**
 * The way back: traffic first, at once, then the tasks of the revision that was given up.
 * Only shifts that were made are undone, and with them the hooks of their stages run again ("Lifecycle hooks during
 * rollback" in the developer guide).
 */
export function stepsBack(
  configuration: DeploymentConfiguration,
  shifted: Readonly<Record<Traffic, number>>,
): Step[] {
  if (isRolling(configuration)) return [{ act: { do: 'roll' } }];
  return [
    ...(shifted.production > 0 ? [back('PRODUCTION_TRAFFIC_SHIFT', 'production')] : []),
    ...(shifted.test > 0 ? [back('TEST_TRAFFIC_SHIFT', 'test')] : []),
    { stage: 'CLEAN_UP', act: { do: 'give-up' } },
  ];
}

/** Whether tasks are replaced one by one, not a whole set of them by another. */
export const isRolling = ({ strategy = 'ROLLING' }: DeploymentConfiguration) => strategy === 'ROLLING';

const back = (stage: Stage, traffic: Traffic): Step => ({
  stage,
  act: { do: 'shift', traffic, percent: 0 },
});

const withHooks: ReadonlySet<string> = new Set<DeploymentLifecycleHookStage>([
  'RECONCILE_SERVICE',
  'PRE_SCALE_UP',
  'POST_SCALE_UP',
  'TEST_TRAFFIC_SHIFT',
  'POST_TEST_TRAFFIC_SHIFT',
  'PRE_PRODUCTION_TRAFFIC_SHIFT',
  'PRODUCTION_TRAFFIC_SHIFT',
  'POST_PRODUCTION_TRAFFIC_SHIFT',
]);

export const isHookStage = (stage: Stage): stage is DeploymentLifecycleHookStage => withHooks.has(stage);
