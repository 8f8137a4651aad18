import type { Service } from '@aws-sdk/client-ecs';
import type { Release } from '../../deployment/model.ts';
import type { Inspection } from '../../deployment/ports.ts';
import { findAddress } from './address.ts';
import { describeRevisions, describeService, newestDeployment } from './describe.ts';
import { parseImage } from './image.ts';
import { runningDigests } from './look.ts';
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
  const address = await findAddress(service, found);
  return {
    kind: 'ready',
    ...(settled ? { settled } : {}),
    ...(newest?.createdAt ? { since: newest.createdAt.toISOString() } : {}),
    ...(address ? { url: address } : {}),
  };
}

function refuse(found: Service, name: string): string | undefined {
  const controller = found.deploymentController?.type ?? 'ECS';
  if (controller !== 'ECS') {
    return `The ${name} is rolled by ${controller}, not by ECS: Slipway cannot roll it. Set its deployment controller to ECS.`;
  }
  const strategy = found.deploymentConfiguration?.strategy ?? 'ROLLING';
  if (strategy !== 'ROLLING') {
    return `The ${name} uses the deployment strategy ${strategy}, which Slipway does not support yet: set it to ROLLING.`;
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
