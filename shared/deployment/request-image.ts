import type { Deployment, Pipeline, Release } from './model.ts';
import { type RequestPorts, requestDeployments, type Wanted } from './request.ts';

/** An image as ECR describes it. */
export interface PushedImage {
  readonly repository: string;
  readonly digest: string;
  readonly tags: readonly string[];
  /** `HOST/REPOSITORY`, as images are named in task definitions. */
  readonly repositoryUri: string;
  /** Milliseconds since 1970. */
  readonly pushedAt: number;
}

export interface RequestImagePorts extends RequestPorts {
  config(): Promise<{
    readonly version: number;
    readonly pipelines: readonly Pipeline[];
    /** Milliseconds since 1970. */
    readonly appliedAt?: number;
  }>;
  orderOfCommit(pipeline: string, commit: string): Promise<number | undefined>;
}

const COMMIT_TAG = /^[0-9a-f]{7,64}$/;

/** Requests the deployment of an image to all targets of the first stage of each pipeline that names its repository. */
export async function requestImage(
  image: PushedImage,
  requestedBy: string,
  ports: RequestImagePorts,
): Promise<Deployment[]> {
  const deployments: Deployment[] = [];
  for (const wanted of await wishesFor(image, requestedBy, ports))
    deployments.push(...(await requestDeployments(wanted, ports)));
  return deployments;
}

/** What an image is wanted for: one wish for each of these pipelines. */
export async function wishesFor(
  image: PushedImage,
  requestedBy: string,
  ports: Pick<RequestImagePorts, 'config' | 'orderOfCommit'>,
): Promise<Wanted[]> {
  const { version, pipelines } = await ports.config();
  const wishes: Wanted[] = [];
  for (const pipeline of pipelines.filter(({ repository }) => repository === image.repository)) {
    const [stage] = pipeline.stages;
    const { release, order } = await releaseOf(image, pipeline, ports);
    const releases = stage.targets.map((target) => ({ target, release }));
    wishes.push({ pipeline, stage, releases, kind: 'deploy', order, requestedBy, configVersion: version });
  }
  return wishes;
}

/** An image as a release, with the order of the push that its tag tells of; without one, of its own push to ECR. */
export async function releaseOf(
  image: PushedImage,
  pipeline: Pipeline,
  ports: Pick<RequestImagePorts, 'orderOfCommit'>,
): Promise<{ release: Release; order: number }> {
  const { repository, digest, repositoryUri } = image;
  const plain = { repository, digest, image: `${repositoryUri}@${digest}` };
  const known: { tag: string; order: number }[] = [];
  for (const tag of image.tags) {
    const order = await ports.orderOfCommit(pipeline.name, tag);
    if (order !== undefined) known.push({ tag, order });
  }
  // One image can come from several commits (a revert builds the same bytes): the newest push of them counts.
  const [newest] = known.sort((a, b) => b.order - a.order);
  if (newest) return { release: { ...plain, tag: newest.tag, commit: newest.tag }, order: newest.order };
  const commit = image.tags.find((tag) => COMMIT_TAG.test(tag));
  const tag = commit ?? image.tags[0];
  return {
    release: { ...plain, ...(tag ? { tag } : {}), ...(commit ? { commit } : {}) },
    order: image.pushedAt,
  };
}
