import type { Clock } from '../../clock.ts';
import type { Call } from '../../gateway/service.ts';

/** Calls that may come at once, and how many more each second. All actions of a category share them. */
interface Bucket {
  readonly burst: number;
  /** A second of AWS's time. */
  readonly refill: number;
  readonly actions: readonly string[];
}

/**
 * "Request throttling for the Amazon ECS API" in ECS's API reference: for an account in a region.
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/request-throttling.html
 */
const ECS: readonly Bucket[] = [
  bucket(
    20,
    1,
    'CreateCluster DeleteCluster PutClusterCapacityProviders UpdateCluster UpdateClusterSettings',
  ),
  bucket(50, 20, 'DescribeClusters ListClusters'),
  bucket(20, 1, 'DeregisterTaskDefinition RegisterTaskDefinition'),
  bucket(50, 20, 'DescribeTaskDefinition ListTaskDefinitions ListTaskDefinitionFamilies'),
  bucket(5, 1, 'DeleteTaskDefinitions'),
  bucket(10, 1, 'CreateCapacityProvider DeleteCapacityProvider UpdateCapacityProvider'),
  bucket(50, 20, 'DescribeCapacityProviders'),
  bucket(20, 10, 'TagResource UntagResource'),
  bucket(50, 20, 'ListTagsForResource'),
  bucket(
    100,
    40,
    'DeleteAttributes DeregisterContainerInstance ExecuteCommand PutAttributes RunTask StartTask StopTask ' +
      'UpdateContainerAgent UpdateContainerInstancesState',
  ),
  bucket(100, 20, 'DescribeContainerInstances DescribeTasks ListAttributes ListContainerInstances ListTasks'),
  bucket(
    200,
    120,
    'RegisterContainerInstance SubmitAttachmentStateChanges SubmitContainerStateChange SubmitTaskStateChange',
  ),
  bucket(50, 5, 'CreateService DeleteService UpdateService'),
  bucket(100, 20, 'DescribeServices ListServices'),
  bucket(50, 20, 'DescribeServiceDeployments ListServiceDeployments'),
  bucket(50, 20, 'DescribeServiceRevisions'),
  bucket(200, 80, 'UpdateTaskProtection GetTaskProtection'),
  bucket(10, 1, 'ListServicesByNamespace'),
];

function bucket(burst: number, refill: number, actions: string): Bucket {
  return { burst, refill, actions: actions.split(' ') };
}

/** The account's buckets: full at first. Actions that AWS names no bucket for are not limited. */
export class Buckets {
  readonly #clock: Clock;
  readonly #levels = new Map<Bucket, { tokens: number; at: number }>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Takes a token for a call. False when the bucket is empty. */
  take({ service, operation }: Pick<Call, 'service' | 'operation'>): boolean {
    const found = service === 'ecs' ? ECS.find(({ actions }) => actions.includes(operation)) : undefined;
    if (!found) return true;
    const now = this.#clock.elapsed();
    const { tokens, at } = this.#levels.get(found) ?? { tokens: found.burst, at: now };
    const level = Math.min(found.burst, tokens + ((now - at) / 1000) * found.refill);
    const isEnough = level >= 1;
    this.#levels.set(found, { tokens: isEnough ? level - 1 : level, at: now });
    return isEnough;
  }
}
