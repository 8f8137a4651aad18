import { createDeployClients } from '../aws/clients.ts';
import type { Release, TargetSettings } from '../deployment/model.ts';
import type { Target } from '../deployment/ports.ts';
import { createEcsTarget, type EcsTargetOptions, type ThoroughCheck } from '../targets/ecs/index.ts';
import { once, region } from './environment.ts';
import { ledger, now } from './services.ts';

const clients = /* @__PURE__ */ once(createDeployClients);

/**
 * What a release is rolled onto.
 * @param thorough for a check that a person asked for
 */
export function targetOf(
  settings: TargetSettings,
  { repository }: Release,
  thorough?: ThoroughCheck,
): Target {
  const more = thorough === undefined ? {} : { thorough };
  return createEcsTarget({ ...ecsOptions(settings, repository), ...more });
}

/** What an ECS service is worked with. @param repository the pipeline's image repository */
export function ecsOptions(settings: TargetSettings, repository: string): EcsTargetOptions {
  const here = settings.region ?? region();
  const revisions = ledger().revisions(here, now);
  return { ...clients()(here), settings, region: here, repository, revisions };
}
