import {
  DescribeServicesCommand,
  DescribeTasksCommand,
  type ECSClient,
  type Failure,
  paginateListClusters,
  paginateListServices,
  paginateListTasks,
  type Service,
  type Task,
} from '@aws-sdk/client-ecs';
import { imageName } from './image-names.ts';
import type { Reference } from './resource.ts';

/** What runs in ECS, in all clusters of the region. */
export interface EcsUse {
  readonly services: readonly {
    readonly cluster: string;
    readonly service: string;
    readonly taskDefinitions: readonly string[];
  }[];
  readonly references: readonly Reference[];
}

/** @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DescribeServices.html */
const SERVICES_PER_CALL = 10;
/** @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DescribeTasks.html */
const TASKS_PER_CALL = 100;

/** @throws Error when any of it cannot be read */
export async function readEcsUse(ecs: ECSClient): Promise<EcsUse> {
  const services: EcsUse['services'][number][] = [];
  const references: Reference[] = [];
  for await (const page of paginateListClusters({ client: ecs }, {})) {
    for (const cluster of page.clusterArns ?? []) {
      for (const service of await readServices(ecs, cluster)) {
        const where = { cluster: nameOf(cluster), service: service.serviceName ?? '' };
        const taskDefinitions = definitionsOf(service);
        services.push({ ...where, taskDefinitions });
        const because = `the service ${where.cluster}/${where.service} has it in a deployment`;
        references.push(...taskDefinitions.map((name) => ({ name, because })));
      }
      for (const task of await readTasks(ecs, cluster)) {
        const because = `the task ${nameOf(cluster)}/${nameOf(task.taskArn ?? '')} runs it`;
        references.push(...namesOf(task).map((name) => ({ name, because })));
      }
    }
  }
  return { services, references };
}

async function readServices(ecs: ECSClient, cluster: string): Promise<Service[]> {
  const found: Service[] = [];
  const pages = paginateListServices({ client: ecs, pageSize: SERVICES_PER_CALL }, { cluster });
  for await (const { serviceArns: services = [] } of pages) {
    if (services.length === 0) continue;
    const answer = await ecs.send(new DescribeServicesCommand({ cluster, services }));
    refuseFailures(answer.failures);
    found.push(...(answer.services ?? []));
  }
  return found;
}

async function readTasks(ecs: ECSClient, cluster: string): Promise<Task[]> {
  const found: Task[] = [];
  // A task that is to stop runs until it has: it is listed under STOPPED, with those that ended in the last hour.
  for (const desiredStatus of ['RUNNING', 'STOPPED'] as const) {
    const pages = paginateListTasks({ client: ecs, pageSize: TASKS_PER_CALL }, { cluster, desiredStatus });
    for await (const { taskArns: tasks = [] } of pages) {
      if (tasks.length === 0) continue;
      const answer = await ecs.send(new DescribeTasksCommand({ cluster, tasks }));
      refuseFailures(answer.failures);
      found.push(...(answer.tasks ?? []).filter((task) => task.lastStatus !== 'STOPPED'));
    }
  }
  return found;
}

/** What went away between the list and the description uses nothing any more; any other failure hides something. */
function refuseFailures(failures: readonly Failure[] = []): void {
  const bad = failures.find(({ reason }) => reason !== 'MISSING');
  if (bad) throw new Error(`ECS did not describe ${bad.arn}: ${bad.reason} ${bad.detail ?? ''}`.trim());
}

function definitionsOf({ taskDefinition, deployments = [], taskSets = [] }: Service): string[] {
  const all = [taskDefinition, ...[...deployments, ...taskSets].map((part) => part.taskDefinition)];
  return [...new Set(all.filter((arn) => arn !== undefined))];
}

function namesOf({ taskDefinitionArn, containers = [] }: Task): string[] {
  const images = containers.flatMap(({ image, imageDigest }) => [image && imageName(image), imageDigest]);
  return [taskDefinitionArn, ...images].filter((name) => name !== undefined);
}

function nameOf(arn: string): string {
  return arn.slice(arn.lastIndexOf('/') + 1);
}
