import type { Service } from '@aws-sdk/client-ecs';
import type { Release } from '../../deployment/model.ts';
import type { Inspection } from '../../deployment/ports.ts';
import { findAddresses } from './address.ts';
import { describeRevisions, describeService, newestDeployment } from './describe.ts';
import { parseImage } from './image.ts';
import { runningDigests } from './running-digests.ts';
import type { EcsService } from './target.ts';

/** What is on the service before anything is touched, or why it cannot be deployed to. */
export async function inspect(service: EcsService): Promise<Inspection> {
  const found = await describeService(service);
  if (found === undefined) {
    const reason = `There is no active ${service.name} in ${service.region}: create it first, or correct the stage's target in slipway.yml.`;
    return { kind: 'refused', reason };
  }
  const refusal = refuse(found, service.name);
  if (refusal !== undefined) return { kind: 'refused', reason: refusal };
  const newest = await newestDeployment(service, found);
  const settled =
    newest?.status === 'SUCCESSFUL' ? await settledOn(service, newest.targetServiceRevisionArn) : undefined;
  const { addresses, unreachable } = await findAddresses(service, found);
  return {
    kind: 'ready',
    ...(settled ? { settled } : {}),
    ...(newest?.createdAt ? { since: newest.createdAt.toISOString() } : {}),
    ...(addresses.length > 0 ? { addresses } : {}),
    ...(unreachable === undefined ? {} : { unreachable }),
  };
}

/** What keeps Slipway from rolling a service. Its strategy does not: whatever the service uses is respected. */
function refuse(found: Service, name: string): string | undefined {
  const controller = found.deploymentController?.type ?? 'ECS';
  if (controller === 'CODE_DEPLOY') {
    return `The ${name} is under the deployment controller CODE_DEPLOY: only CodeDeploy can roll it. Give it the controller ECS (aws ecs update-service --deployment-controller type=ECS, or a new service beside it) with the strategy BLUE_GREEN: ECS then shifts the traffic itself.`;
  }
  if (controller !== 'ECS') {
    return `The ${name} is under the deployment controller ${controller}: whoever makes its task sets rolls it, and ECS has no deployments of it that could be proved. Use a service with the controller ECS.`;
  }
  if (found.desiredCount === 0) {
    return `The ${name} is scaled to zero: nothing would run, so nothing could be proved. Give it at least one task first.`;
  }
  return undefined;
}

async function settledOn(
  service: EcsService,
  revisionArn: string | undefined,
): Promise<{ revision: string; release: Release } | undefined> {
  if (revisionArn === undefined) return undefined;
  const revision = (await describeRevisions(service, [revisionArn])).get(revisionArn);
  const taskDefinition = revision?.taskDefinition;
  const ours = (revision?.containerImages ?? []).find((container) =>
    service.isOurs({ name: container.containerName ?? '', image: container.image ?? '' }),
  );
  const [digest] = revision ? runningDigests(service, revision) : [];
  if (!taskDefinition || !ours?.image || digest === undefined) return undefined;
  const { host, repository } = parseImage(ours.image);
  const image = `${host ? `${host}/` : ''}${repository}@${digest}`;
  return { revision: taskDefinition, release: { repository, digest, image } };
}
