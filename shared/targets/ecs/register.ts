import { setTimeout as sleep } from 'node:timers/promises';
import { paginateListTaskDefinitions } from '@aws-sdk/client-ecs';
import { describeTaskDefinition, registerTaskDefinition } from '../../aws/raw-json.ts';
import { Retryable } from '../../deployment/errors.ts';
import { isJsonObject, type JsonObject } from '../../deployment/json.ts';
import type { EcsService } from './target.ts';
import { fingerprintOf } from './task-definition.ts';

/** What a deployment is told that needs a revision of some content. */
export type TakenRevision =
  | { readonly kind: 'registered'; readonly arn: string }
  /** `again`: somebody had it to register before, and may have done so. */
  | { readonly kind: 'yours'; readonly again: boolean }
  /** Somebody else is about to register it. */
  | { readonly kind: 'busy' };

/** The memory of what was registered, shared by all deployments to one account and region. */
export interface Revisions {
  /** @param by the deployment that needs it: asked again, it has it still */
  take(fingerprint: string, by: string): Promise<TakenRevision>;
  registered(fingerprint: string, arn: string): Promise<void>;
  /** It could not be registered: the next one may try at once. */
  giveBack(fingerprint: string, by: string): Promise<void>;
  /** A revision that is remembered, but can no longer be used. */
  forget(fingerprint: string, arn: string): Promise<void>;
}

/** How many of the newest revisions are looked through for one that was registered already, before a crash. */
const REVISIONS_LOOKED_AT = 3;

/** Pauses between the looks whether another has registered it, in milliseconds; then the step is tried again later. */
const REGISTERED_WITHIN_MS = [100, 200, 400, 800, 1500, 2000];

/** Registers a definition once, however many deployments need it at the same time or after a crash. Its ARN. */
export async function register(
  service: EcsService,
  definition: JsonObject,
  fingerprint: string,
  deployment: string,
): Promise<string> {
  const { ecs, revisions } = service;
  for (const pause of [...REGISTERED_WITHIN_MS, undefined]) {
    const taken = await revisions.take(fingerprint, deployment);
    if (taken.kind === 'registered') {
      if (await isActive(service, taken.arn)) return taken.arn;
      await revisions.forget(fingerprint, taken.arn);
    } else if (taken.kind === 'yours') {
      try {
        const known = taken.again ? await findByFingerprint(service, definition, fingerprint) : undefined;
        const arn = known ?? (await registerTaskDefinition(ecs, definition));
        await revisions.registered(fingerprint, arn);
        return arn;
      } catch (error) {
        await revisions.giveBack(fingerprint, deployment);
        throw error;
      }
    } else if (pause !== undefined) {
      await sleep(pause);
    }
  }
  throw new Retryable(`another deployment is about to register the same revision for ${service.name}`);
}

async function isActive({ ecs }: EcsService, arn: string): Promise<boolean> {
  // Asked anew: the one thing of a revision that changes is whether it is still active.
  const { taskDefinition } = await describeTaskDefinition(ecs, arn);
  return isJsonObject(taskDefinition) && taskDefinition.status === 'ACTIVE';
}

async function findByFingerprint(
  { ecs, describeRevision }: EcsService,
  { family }: JsonObject,
  fingerprint: string,
): Promise<string | undefined> {
  let left = REVISIONS_LOOKED_AT;
  const pages = paginateListTaskDefinitions(
    { client: ecs, pageSize: REVISIONS_LOOKED_AT },
    { familyPrefix: String(family), status: 'ACTIVE', sort: 'DESC' },
  );
  for await (const { taskDefinitionArns = [] } of pages) {
    for (const arn of taskDefinitionArns) {
      if (left-- === 0) return undefined;
      if (fingerprintOf(await describeRevision(arn)) === fingerprint) return arn;
    }
  }
  return undefined;
}
