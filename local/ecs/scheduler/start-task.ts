import type { Context } from '../context.ts';
import type { Deployment } from '../services/deployment.ts';
import type { Service, ServiceTask } from '../services/service.ts';
import type { Placement } from '../tasks/placement.ts';
import { run } from '../tasks/run.ts';

/** Seconds that a task without any health check must run to count as healthy (API reference, minimumHealthyPercent). */
const SETTLED_AFTER = 40;

/** Starts one task of a deployment. `wake` is called at each change that the scheduler must look at. */
export function startServiceTask(
  context: Context,
  service: Service,
  { deployment, placement, wake }: { deployment: Deployment; placement: Placement; wake: () => void },
): ServiceTask {
  const { revision } = deployment;
  const tell = (message: string) => service.tell(message, context.clock.date());
  let counting = false;
  const task = run(
    context,
    {
      cluster: service.cluster,
      definition: revision.definition,
      group: `service:${service.name}`,
      startedBy: deployment.id,
      ...placement,
      platformVersion: revision.workload.platformVersion,
      networkConfiguration: revision.workload.networkConfiguration,
      overrides: {},
      enableExecuteCommand: service.options.enableExecuteCommand ?? false,
      tags: tagsOf(service, deployment),
      images: revision.images,
      loadBalancers: revision.targets,
    },
    {
      onChange: (changed) => {
        if (changed.lastStatus === 'RUNNING' && !counting) {
          counting = true;
          countDown();
        }
        wake();
      },
      registered: (_task, arn) => tell(`registered 1 targets in (target-group ${arn})`),
      deregistered: (_task, arn) => {
        tell('has begun draining connections on 1 tasks.');
        tell(`deregistered 1 targets in (target-group ${arn})`);
      },
    },
  );
  const one: ServiceTask = {
    task,
    deployment,
    everHealthy: false,
    noted: false,
    settled: false,
    graceOver: false,
    toldUnhealthy: false,
  };
  const countDown = () => {
    context.clock.after(SETTLED_AFTER, () => {
      one.settled = true;
      wake();
    });
    context.clock.after(service.options.healthCheckGracePeriodSeconds ?? 0, () => {
      one.graceOver = true;
      wake();
    });
  };
  service.tasks.add(one);
  return one;
}

function tagsOf(service: Service, { revision, id }: Deployment) {
  const propagated =
    service.options.propagateTags === 'SERVICE'
      ? service.tags
      : service.options.propagateTags === 'TASK_DEFINITION'
        ? revision.definition.tags
        : [];
  const managed = service.options.enableECSManagedTags
    ? [
        { key: 'aws:ecs:clusterName', value: service.cluster.name },
        { key: 'aws:ecs:serviceName', value: service.name },
        { key: 'aws:ecs:deploymentId', value: id },
      ]
    : [];
  return [...propagated, ...managed];
}
