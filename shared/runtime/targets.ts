import { createDeployClients } from '../aws/clients.ts';
import type { Release, TargetSettings } from '../deployment/model.ts';
import type { Target } from '../deployment/ports.ts';
import { createEcsTarget, type ThoroughCheck } from '../targets/ecs/index.ts';
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
  const here = settings.region ?? region();
  const revisions = ledger().revisions(here, now);
  const more = thorough === undefined ? {} : { thorough };
  return createEcsTarget({ ...clients()(here), settings, region: here, repository, revisions, ...more });
}
