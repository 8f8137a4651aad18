import type { DeploymentCircuitBreaker, Service } from '@aws-sdk/client-ecs';
import type { JsonObject } from '../../deployment/json.ts';
import { masked } from '../../deployment/mask.ts';
import type { Release } from '../../deployment/model.ts';
import type { PlannedChange, PlannedRun, TargetPlan } from '../../deployment/plan.ts';
import { type Drafted, draft } from './draft.ts';
import { fieldsOf, sameValue } from './fields.ts';

import type { EcsService } from './target.ts';

/** What a deployment of the release would change in the task definition, and what it would call. */
export async function plan(service: EcsService, release: Release): Promise<TargetPlan> {
  const drafted = await draft(service, release);
  const { live, rewritten } = drafted;
  const [container] = rewritten.containers;
  const before = imageOf(rewritten.before, container);
  return {
    live,
    revision: rewritten.changed ? 'new' : live,
    base: service.settings.task?.template?.file ?? live,
    image: {
      containers: rewritten.containers,
      ...(before === undefined ? {} : { before }),
      after: release.image,
    },
    changes: rewritten.changed ? changesBetween(rewritten.before, rewritten.after) : [],
    runs: runsOf(service, drafted),
  };
}

/** Field by field, in the order of what would be registered; what is removed comes last. Secrets are masked. */
export function changesBetween(before: JsonObject, after: JsonObject): PlannedChange[] {
  const [had, has] = [fieldsOf(before), fieldsOf(after)];
  const keys = [...has.keys(), ...[...had.keys()].filter((key) => !has.has(key))];
  return keys.flatMap((key) => {
    const [old, next] = [had.get(key), has.get(key)];
    const path = (next ?? old)?.path ?? [];
    if (sameValue(old?.value, next?.value)) return [];
    return masked(path, {
      path: path.join('.'),
      ...(old === undefined ? {} : { before: old.value }),
      ...(next === undefined ? {} : { after: next.value }),
    });
  });
}

function imageOf(definition: JsonObject, container: string | undefined): string | undefined {
  const field = fieldsOf(definition).get(JSON.stringify(['containerDefinitions', container ?? '', 'image']));
  return typeof field?.value === 'string' ? field.value : undefined;
}

function runsOf(service: EcsService, { found, live, rewritten }: Drafted): PlannedRun[] {
  const { family } = rewritten.definition;
  if (!rewritten.changed) {
    const what = `nothing is rolled: the ${service.name} has ${live}, which is this release with these settings`;
    return [{ kind: 'keep', what }];
  }
  return [
    { kind: 'register', what: `RegisterTaskDefinition: a new revision of ${String(family)}, once` },
    {
      kind: 'update',
      what: `UpdateService of the ${service.name}: ${strategyOf(found)}; the desired count stays`,
    },
  ];
}

/** How the service itself is set to roll. */
function strategyOf({ deploymentConfiguration: set = {} }: Service): string {
  const { strategy = 'ROLLING', minimumHealthyPercent = 100, maximumPercent = 200 } = set;
  const { alarms, bakeTimeInMinutes, lifecycleHooks = [] } = set;
  const steps = set.canaryConfiguration
    ? `${set.canaryConfiguration.canaryPercent} % first`
    : set.linearConfiguration && `${set.linearConfiguration.stepPercent} % a step`;
  return [
    strategy,
    strategy === 'ROLLING' ? `${minimumHealthyPercent} to ${maximumPercent} % of its tasks` : steps,
    breakerOf(set.deploymentCircuitBreaker),
    alarms?.enable ? `watched by ${alarms.alarmNames?.join(', ')}` : undefined,
    bakeTimeInMinutes ? `${bakeTimeInMinutes} min bake time of ECS` : undefined,
    lifecycleHooks.length > 0 ? `${lifecycleHooks.length} lifecycle hooks` : undefined,
  ]
    .filter((word) => word !== undefined)
    .join(', ');
}

function breakerOf(breaker: DeploymentCircuitBreaker | undefined): string {
  if (breaker?.enable !== true) return 'no circuit breaker';
  return `circuit breaker ${breaker.rollback ? 'with' : 'without'} rollback`;
}
