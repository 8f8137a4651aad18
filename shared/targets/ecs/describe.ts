import {
  DescribeServiceRevisionsCommand,
  DescribeServicesCommand,
  ListServiceDeploymentsCommand,
  type Service,
  type ServiceDeploymentBrief,
  type ServiceField,
  type ServiceRevision,
} from '@aws-sdk/client-ecs';
import { errorName } from '../../aws/errors.ts';
import type { EcsService } from './target.ts';

/** The service as it is now; undefined when the cluster or the service is not there or not active. */
export async function describeService(
  { ecs, settings }: EcsService,
  include?: ServiceField[],
): Promise<Service | undefined> {
  const { cluster, service } = settings;
  try {
    const found = await ecs.send(
      new DescribeServicesCommand({ cluster, services: [service], ...(include && { include }) }),
    );
    return found.services?.find(({ status }) => status === 'ACTIVE');
  } catch (error) {
    if (errorName(error) === 'ClusterNotFoundException') return undefined;
    throw error;
  }
}

/** How much older than the deployment in the service's own description its service deployment may be, in milliseconds. */
const CREATED_TOGETHER_MS = 60_000;

/** The service deployment that was created last, as far as ECS remembers: it keeps them for 90 days. */
export async function newestDeployment(
  service: EcsService,
  { deployments = [] }: Service,
): Promise<ServiceDeploymentBrief | undefined> {
  const created = deployments.flatMap(({ createdAt }) => createdAt?.getTime() ?? []);
  const after = created.length === 0 ? undefined : new Date(Math.min(...created) - CREATED_TOGETHER_MS);
  const [newest] = await listDeployments(service, after?.toISOString());
  return newest;
}

/**
 * The service's deployments, newest first: ECS promises no order.
 * @param after only those created later than this (ISO 8601, as ECS gave it)
 */
export async function listDeployments(
  { ecs, settings }: EcsService,
  after: string | undefined,
): Promise<ServiceDeploymentBrief[]> {
  const input = {
    cluster: settings.cluster,
    service: settings.service,
    ...(after === undefined ? {} : { createdAt: { after: new Date(after) } }),
  };
  const found: ServiceDeploymentBrief[] = [];
  let nextToken: string | undefined;
  // The SDK has no paginator for this one.
  do {
    const page = await ecs.send(
      new ListServiceDeploymentsCommand({ ...input, ...(nextToken ? { nextToken } : {}) }),
    );
    found.push(...(page.serviceDeployments ?? []));
    nextToken = page.nextToken;
  } while (nextToken !== undefined);
  return found
    .filter(
      ({ createdAt }) => after === undefined || (createdAt !== undefined && createdAt > new Date(after)),
    )
    .sort((a, b) => (b.createdAt?.getTime() ?? 0) - (a.createdAt?.getTime() ?? 0));
}

/** Service revisions by ARN; those that are not there are left out. */
export async function describeRevisions(
  { ecs }: EcsService,
  arns: readonly string[],
): Promise<Map<string, ServiceRevision>> {
  const unique = [...new Set(arns)];
  const byArn = new Map<string, ServiceRevision>();
  // DescribeServiceRevisions takes 20 ARNs a call.
  for (let from = 0; from < unique.length; from += 20) {
    const serviceRevisionArns = unique.slice(from, from + 20);
    const answer = await ecs.send(new DescribeServiceRevisionsCommand({ serviceRevisionArns }));
    for (const revision of answer.serviceRevisions ?? []) {
      if (revision.serviceRevisionArn) byArn.set(revision.serviceRevisionArn, revision);
    }
  }
  return byArn;
}
