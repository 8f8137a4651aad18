import { freePort } from '../free-port.ts';
import type { Part } from '../parts.ts';
import { Applications } from './applications/applications.ts';
import type { BeanstalkDeps, Context } from './context.ts';
import { Environments, type Named } from './environments/environments.ts';
import { History } from './environments/history.ts';
import { operationsOf } from './operations/index.ts';
import { beanstalkResources } from './resources.ts';

/**
 * Elastic Beanstalk with its Docker platform: applications, versions, and environments whose instances really run the
 * containers of a version, behind a load balancer.
 */
export function createElasticBeanstalk(deps: BeanstalkDeps): Part & {
  /** The ARN of an environment; undefined where there is none. */
  environmentOf(named: Named): string | undefined;
} {
  let port: Promise<number> | undefined;
  const context: Context = {
    ...deps,
    applications: new Applications(),
    environments: new Environments(),
    history: new History(deps.clock),
    port: () => {
      port ??= freePort();
      return port;
    },
  };
  return {
    environmentOf: ({ EnvironmentName: name, EnvironmentId: id }) =>
      context.environments.living.find((one) => (id === undefined ? one.name === name : one.id === id))?.arn,
    service: {
      client: 'elastic-beanstalk',
      operations: operationsOf(context),
      // Whoever deploys to ECS only has no use for its client.
      loadedWhenSigned: 'elasticbeanstalk',
    },
    resources: beanstalkResources(context),
    async close() {
      const ending = context.environments.all.flatMap((environment) => {
        environment.ending.abort();
        return [...environment.instances].map((instance) => instance.terminate());
      });
      await Promise.all(ending);
    },
  };
}
