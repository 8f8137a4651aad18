import type { DeploymentConfiguration } from '@aws-sdk/client-ecs';
import type { EcsDeps } from '../context.ts';

/**
 * Minutes that a rolling update with alarms bakes at most by default: AWS computes it from the alarms, and says that
 * it is less than 5 ("Bake time" in "How CloudWatch alarms detect Amazon ECS deployment failures").
 */
const LONGEST_DEFAULT_BAKE = 4;

/**
 * The alarms that can end a deployment which begins now: none where one of them is on already, so that a deployment
 * can bring the cure.
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-alarm-failure.html
 */
export function watchedAlarms(
  { alarms }: Pick<EcsDeps, 'alarms'>,
  { alarms: settings }: DeploymentConfiguration,
): string[] {
  const names = settings?.enable ? (settings.alarmNames ?? []) : [];
  return names.some((name) => alarms.find(name)?.value === 'ALARM') ? [] : names;
}

/** How long a deployment bakes: as asked for; else, where alarms may turn it back, as long as the slowest of them needs. */
export function bakeMinutesOf(
  { alarms }: Pick<EcsDeps, 'alarms'>,
  { bakeTimeInMinutes, alarms: settings }: DeploymentConfiguration,
  watched: readonly string[],
): number {
  if (bakeTimeInMinutes !== undefined) return bakeTimeInMinutes;
  if (!settings?.rollback || watched.length === 0) return 0;
  const windows = watched.map((name) => alarms.find(name)?.window ?? 0);
  return Math.min(Math.max(...windows) / 60, LONGEST_DEFAULT_BAKE);
}
