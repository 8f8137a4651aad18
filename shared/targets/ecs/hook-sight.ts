import type { HookSight } from '../../deployment/answer-hook.ts';
import { findAddresses } from './address.ts';
import { describeRevisions, describeService } from './describe.ts';
import { runningDigests } from './running-digests.ts';
import { type EcsTargetOptions, ecsService } from './target.ts';

/** What a service revision brings, and where the service answers for it. */
export async function seeForHook(
  options: EcsTargetOptions,
  serviceRevision: string,
  traffic: 'test' | 'production',
): Promise<HookSight> {
  const service = ecsService(options);
  const found = await describeService(service);
  if (found === undefined) return { digests: [], addresses: [], unreachable: `the ${service.name} is gone` };
  const revision = (await describeRevisions(service, [serviceRevision])).get(serviceRevision);
  const { addresses, unreachable } = await findAddresses(service, found, traffic);
  return {
    digests: revision ? runningDigests(service, revision) : [],
    addresses,
    ...(unreachable === undefined ? {} : { unreachable }),
  };
}
