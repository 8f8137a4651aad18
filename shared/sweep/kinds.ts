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
  const targets = (pipeline: Pipeline) => pipeline.stages.flatMap((stage) => stage.targets);
  const services = pipelines.flatMap(targets).filter((target) => target.kind === 'ecs');
  // What runs in an Elastic Beanstalk environment is not among what is known to be in use: no image of those goes.
  const repositories = pipelines
    .filter((pipeline) => targets(pipeline).every(({ kind }) => kind === 'ecs'))
    .map(({ repository }) => repository);
  return [taskDefinitions(clients.ecs, services), ecrImages(clients.ecr, repositories)];
}
