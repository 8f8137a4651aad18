import { DescribeClustersCommand } from '@aws-sdk/client-ecs';
import { error, warning } from '../../../deployment/finding.ts';
import { type Check, onFargate } from './subject.ts';

/** The cluster is active, and has what the service's tasks are to run on. */
export const cluster: Check = {
  about: 'The cluster',
  async find(subject) {
    const { service, found } = subject;
    const name = service.settings.cluster;
    const where = `cluster ${name}`;
    const described = await service.ecs.send(new DescribeClustersCommand({ clusters: [name] }));
    const [there] = described.clusters ?? [];
    if (there?.status !== 'ACTIVE') {
      const what = `The cluster ${name} is ${there?.status ?? 'not there'}.`;
      return [error(what, where, 'Create it, or correct the stage in slipway.yml.')];
    }
    const missing = (found.capacityProviderStrategy ?? [])
      .map(({ capacityProvider }) => capacityProvider ?? '')
      .filter((provider) => !there.capacityProviders?.includes(provider));
    const hasNothing =
      !onFargate(subject) &&
      found.launchType === 'EC2' &&
      (there.registeredContainerInstancesCount ?? 0) === 0;
    return [
      ...missing.map((provider) =>
        error(
          `The service runs on the capacity provider ${provider}, which the cluster does not have.`,
          where,
          `Add ${provider} to the cluster, or take it out of the service's strategy.`,
        ),
      ),
      ...(hasNothing
        ? [
            warning(
              'The cluster has no container instance for tasks of the launch type EC2.',
              where,
              'Add instances to it, or run the service on Fargate.',
            ),
          ]
        : []),
    ];
  },
};
