import { createDeployClients } from '../aws/clients.ts';
import type { Release, TargetSettings } from '../deployment/model.ts';
import type { Target } from '../deployment/ports.ts';
import { createEcsTarget } from '../targets/ecs/index.ts';
import { once, region } from './environment.ts';
import { ledger, now } from './services.ts';

const clients = /* @__PURE__ */ once(createDeployClients);

/** What a release is rolled onto. */
export function targetOf(settings: TargetSettings, { repository }: Release): Target {
  const here = settings.region ?? region();
  const revisions = ledger().revisions(here, now);
  return createEcsTarget({ ...clients()(here), settings, region: here, repository, revisions });
}
