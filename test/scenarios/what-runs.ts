import {
  BatchDeleteImageCommand,
  BatchGetImageCommand,
  ECRClient,
  PutImageCommand,
  paginateDescribeImages,
} from '@aws-sdk/client-ecr';
import { DescribeServiceRevisionsCommand, DescribeServicesCommand, ECSClient } from '@aws-sdk/client-ecs';

const REPOSITORY = 'slipway-sample/web';
const INDEX = 'application/vnd.oci.image.index.v1+json';

/** The task definition revision and the image digest that the sample app's service runs. */
export async function whatRuns(): Promise<{ revision: string | undefined; digest: string | undefined }> {
  const ecs = new ECSClient({});
  const { services } = await ecs.send(
    new DescribeServicesCommand({ cluster: 'slipway-sample', services: ['web'] }),
  );
  const [service] = services ?? [];
  // Those that are being drained are named as well, in no order.
  const serviceRevisionArns = (service?.currentServiceRevisions ?? []).map(({ arn = '' }) => arn);
  const { serviceRevisions } = await ecs.send(new DescribeServiceRevisionsCommand({ serviceRevisionArns }));
  const live = serviceRevisions?.find(({ taskDefinition }) => taskDefinition === service?.taskDefinition);
  return { revision: service?.taskDefinition, digest: live?.containerImages?.[0]?.imageDigest };
}

/** The digests of the sample app's images by their tags, which are commits. */
export async function imagesByTag(): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  const pages = paginateDescribeImages(
    { client: new ECRClient({}) },
    { repositoryName: 'slipway-sample/web' },
  );
  for await (const { imageDetails = [] } of pages) {
    for (const { imageTags = [], imageDigest = '' } of imageDetails) {
      for (const tag of imageTags) found.set(tag, imageDigest);
    }
  }
  return found;
}

/** Puts an index over images of the sample app, as `docker buildx` does for several architectures; its digest. */
export async function putIndex(imageTag: string, digests: readonly string[]): Promise<string> {
  const ecr = new ECRClient({});
  const { images = [] } = await ecr.send(
    new BatchGetImageCommand({
      repositoryName: REPOSITORY,
      imageIds: digests.map((imageDigest) => ({ imageDigest })),
    }),
  );
  const manifests = images.map(({ imageId, imageManifest = '', imageManifestMediaType: mediaType }) => ({
    mediaType,
    digest: imageId?.imageDigest,
    size: Buffer.byteLength(imageManifest),
  }));
  const imageManifest = JSON.stringify({ schemaVersion: 2, mediaType: INDEX, manifests });
  const { image } = await ecr.send(
    new PutImageCommand({
      repositoryName: REPOSITORY,
      imageTag,
      imageManifest,
      imageManifestMediaType: INDEX,
    }),
  );
  return image?.imageId?.imageDigest ?? '';
}

export async function removeImage(imageDigest: string): Promise<void> {
  const imageIds = [{ imageDigest }];
  await new ECRClient({}).send(new BatchDeleteImageCommand({ repositoryName: REPOSITORY, imageIds }));
}
