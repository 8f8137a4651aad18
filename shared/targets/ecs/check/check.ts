import type { TaskDefinition } from '@aws-sdk/client-ecs';
import { Rejected } from '../../../deployment/errors.ts';
import { error, type Finding, warning } from '../../../deployment/finding.ts';
import type { Release } from '../../../deployment/model.ts';
import { draft } from '../draft.ts';
import type { EcsService } from '../target.ts';
import { balancers } from './balancers.ts';
import { cluster } from './cluster.ts';
import { cpuAndMemory } from './cpu-and-memory.ts';
import { image } from './image.ts';
import { logs } from './logs.ts';
import { network } from './network.ts';
import { ownPermissions } from './own-permissions.ts';
import { executionPermissions } from './permissions.ts';
import { roles } from './roles.ts';
import { rolling } from './rolling.ts';
import { secrets } from './secrets.ts';
import type { Check, Subject } from './subject.ts';

/** In the order in which their findings are told. */
const CHECKS: readonly Check[] = [
  rolling,
  image,
  cpuAndMemory,
  roles,
  executionPermissions,
  secrets,
  logs,
  balancers,
  network,
  cluster,
  ownPermissions,
];

/** Everything that would keep the release from running on the service, without touching anything. */
export async function check(service: EcsService, release: Release): Promise<readonly Finding[]> {
  const subject = await subjectOf(service, release);
  if (!('found' in subject)) return [subject];
  const found = await Promise.all(CHECKS.map((one) => lookAt(one, subject)));
  return found.flat();
}

/** @returns a finding where there is nothing to be looked at */
async function subjectOf(service: EcsService, release: Release): Promise<Subject | Finding> {
  try {
    const { found, rewritten } = await draft(service, release);
    // ECS's own JSON, but for the dates, which are taken out with all else that AWS makes itself.
    const definition = rewritten.definition as TaskDefinition;
    return { service, clients: service.checking(), release, found, definition };
  } catch (cause) {
    if (!(cause instanceof Rejected)) throw cause;
    return error(
      `There is no task definition for it: ${cause.message}.`,
      service.name,
      'Correct the service, or the stage in slipway.yml.',
    );
  }
}

/** What cannot be looked at says nothing against the release: it may be well. */
async function lookAt(one: Check, subject: Subject): Promise<readonly Finding[]> {
  try {
    return await one.find(subject);
  } catch (cause) {
    const why = cause instanceof Error ? `${cause.name}: ${cause.message}` : String(cause);
    const what = `${one.about} could not be checked: ${why.replace(/\.$/, '')}.`;
    return [warning(what, `the ${subject.service.name}`, 'Allow Slipway to look at it, or look yourself.')];
  }
}
