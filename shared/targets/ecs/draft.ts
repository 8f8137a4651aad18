import type { Service } from '@aws-sdk/client-ecs';
import { Rejected } from '../../deployment/errors.ts';
import type { Release } from '../../deployment/model.ts';
import { describeService } from './describe.ts';
import type { EcsService } from './target.ts';
import { type Rewritten, rewrite } from './task-definition.ts';

/** What a deployment would register, beside what runs. */
export interface Drafted {
  readonly found: Service;
  /** The ARN of the revision that the service has now. */
  readonly live: string;
  readonly rewritten: Rewritten;
}

/** Builds the task definition of a release for this service, and registers nothing. @throws Rejected */
export async function draft(service: EcsService, release: Release): Promise<Drafted> {
  const { settings, isOurs } = service;
  const found = await describeService(service);
  const live = found?.taskDefinition;
  if (found === undefined || live === undefined)
    throw new Rejected(`the ${service.name} has no task definition`);
  const described = await service.describeRevision(live);
  const { containers: named, task } = settings;
  const rewritten = rewrite(described, { image: release.image, isOurs, named, task });
  return { found, live, rewritten };
}
