import type { DeploymentConfiguration } from '@aws-sdk/client-ecs';
import { isRolling } from '../scheduler/stages.ts';
import { invalid } from './check.ts';
import { checkHooks } from './check-hooks.ts';

/** Minutes: API reference, LinearConfiguration and CanaryConfiguration; the same for bakeTimeInMinutes in CloudFormation's. */
const LONGEST_BAKE = 1440;
/** Percent, as the same pages have them. */
const SMALLEST_STEP = 3;
const SMALLEST_CANARY = 0.1;

/**
 * A configuration as it would be in force: what is given, on top of what was.
 * @throws AwsError InvalidParameterException
 */
export function checkConfiguration(
  configuration: DeploymentConfiguration,
  controller: 'ECS' | 'CODE_DEPLOY' | 'EXTERNAL',
): void {
  const { strategy = 'ROLLING', linearConfiguration, canaryConfiguration } = configuration;
  if (controller !== 'ECS' && !isRolling(configuration))
    throw invalid(`The deployment strategy ${strategy} needs the deployment controller ECS.`);
  if (configuration.earlySuccessCriteria?.enable)
    throw invalid('The local cloud does not support earlySuccessCriteria.');
  // AWS describes the stages of the other strategies only.
  if (isRolling(configuration) && configuration.lifecycleHooks?.length)
    throw invalid('The local cloud has no deployment lifecycle hooks in rolling updates.');
  if (linearConfiguration && strategy !== 'LINEAR')
    throw invalid('linearConfiguration is only valid with the deployment strategy LINEAR.');
  if (canaryConfiguration && strategy !== 'CANARY')
    throw invalid('canaryConfiguration is only valid with the deployment strategy CANARY.');
  minutes('bakeTimeInMinutes', configuration.bakeTimeInMinutes);
  minutes('stepBakeTimeInMinutes', linearConfiguration?.stepBakeTimeInMinutes);
  minutes('canaryBakeTimeInMinutes', canaryConfiguration?.canaryBakeTimeInMinutes);
  percent('stepPercent', linearConfiguration?.stepPercent, SMALLEST_STEP);
  percent('canaryPercent', canaryConfiguration?.canaryPercent, SMALLEST_CANARY);
  checkLimits(configuration);
  checkHooks(configuration.lifecycleHooks ?? []);
  if (configuration.alarms?.enable && !configuration.alarms.alarmNames?.length)
    throw invalid('alarmNames must not be empty when deployment alarms are enabled.');
}

function minutes(name: string, value: number | undefined): void {
  if (value !== undefined && !(value >= 0 && value <= LONGEST_BAKE))
    throw invalid(`${name} must be between 0 and ${LONGEST_BAKE}.`);
}

function percent(name: string, value: number | undefined, least: number): void {
  if (value === undefined) return;
  const tenths = value * 10;
  if (!(value >= least && value <= 100) || Math.abs(tenths - Math.round(tenths)) > 1e-6)
    throw invalid(`${name} must be a multiple of 0.1 between ${least} and 100.`);
}

function checkLimits(configuration: DeploymentConfiguration): void {
  const { minimumHealthyPercent: minimum, maximumPercent: maximum } = configuration;
  if (minimum !== undefined && minimum < 0) throw invalid('minimumHealthyPercent must not be below 0.');
  if (maximum !== undefined && maximum < 100) throw invalid('maximumPercent must not be below 100.');
  if (minimum === 100 && maximum === 100 && isRolling(configuration))
    throw invalid(
      'Both maximumPercent and minimumHealthyPercent cannot be 100 as this will block deployments.',
    );
  const threshold = configuration.deploymentCircuitBreaker?.thresholdConfiguration;
  if (!threshold) return;
  const { type = 'BOUNDED_PERCENT', value = 0 } = threshold;
  if (value < 1) throw invalid('The value of thresholdConfiguration must be at least 1.');
  // "Threshold configuration" in the developer guide's page on the circuit breaker.
  if (type !== 'COUNT' && value > 100)
    throw invalid(`The value of thresholdConfiguration must be between 1 and 100 for ${type}.`);
}
