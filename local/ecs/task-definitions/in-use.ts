import type { Clusters } from '../clusters.ts';

/** Whether a service or a task that has not stopped still needs a revision: it must not go before they do. */
export function isInUse(clusters: Clusters, arn: string): boolean {
  return clusters.all.some(
    ({ services, tasks }) =>
      [...services.values()].some(({ service }) =>
        service.deployments.some(
          ({ revision }) => service.status !== 'INACTIVE' && revision.definition.arn === arn,
        ),
      ) ||
      [...tasks.values()].some(
        ({ plan, lastStatus }) => plan.definition.arn === arn && lastStatus !== 'STOPPED',
      ),
  );
}
