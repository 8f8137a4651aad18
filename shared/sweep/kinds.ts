import type { ECRClient } from '@aws-sdk/client-ecr';
import type { ECSClient } from '@aws-sdk/client-ecs';
import type { Pipeline } from '../deployment/model.ts';
import { ECR_IMAGES, ecrImages } from './ecr-images.ts';
import type { ResourceKind } from './resource.ts';
import { TASK_DEFINITIONS, taskDefinitions } from './task-definitions.ts';

/** All kinds that can be swept, in the order in which they are: what holds others goes before them. */
export const SWEEP_KINDS = [TASK_DEFINITIONS, ECR_IMAGES] as const;
export type SweepKind = (typeof SWEEP_KINDS)[number];

/** @param pipelines what is swept is theirs: the families of their services, their repositories */
export function resourceKinds(
  clients: { readonly ecs: ECSClient; readonly ecr: ECRClient },
  pipelines: readonly Pipeline[],
): readonly ResourceKind[] {
  const services = pipelines.flatMap(({ stages }) => stages.flatMap(({ targets }) => targets));
  const repositories = pipelines.map(({ repository }) => repository);
  return [taskDefinitions(clients.ecs, services), ecrImages(clients.ecr, repositories)];
}
