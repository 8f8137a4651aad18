import { createDeployClients, patientSettings } from '../shared/aws/clients.ts';
import { home, once } from '../shared/runtime/environment.ts';
import { onInvocation } from '../shared/runtime/handlers.ts';
import { ecr, ledger, now } from '../shared/runtime/services.ts';
import { resourceKinds } from '../shared/sweep/kinds.ts';
import { refuseOtherPlaces } from '../shared/sweep/other-places.ts';
import { readSweepRequest, type SweepRequest } from '../shared/sweep/request.ts';
import { sweep } from '../shared/sweep/sweep.ts';

const clients = /* @__PURE__ */ once(() => createDeployClients(now, patientSettings));

/** Removes what nothing uses any more: by schedule, or when the CLI asks. A dry run unless told otherwise. */
export const handler = onInvocation(async (request: SweepRequest, log) => {
  const { dryRun, policy } = readSweepRequest(request);
  const { ecs } = clients()(home().region);
  const { pipelines } = await ledger().config();
  if (!dryRun) refuseOtherPlaces(pipelines, home());
  const kinds = resourceKinds({ ecs, ecr: ecr() }, pipelines);
  const report = await sweep({ ecs, kinds, ledger: ledger(), policy, dryRun, now: now() });
  log.info('swept', {
    dryRun,
    removed: report.removed.length,
    kept: report.kept,
    failures: report.failures.length,
  });
  return report;
});
