import {
  BatchDeleteImageCommand,
  BatchGetImageCommand,
  ECRClient,
  PutImageCommand,
} from '@aws-sdk/client-ecr';
import { DescribeTaskDefinitionCommand, ECSClient, RegisterTaskDefinitionCommand } from '@aws-sdk/client-ecs';

const repositoryName = 'slipway-sample/web';

/** A task definition of the sample app that names its image by a tag, and a way to give that tag to another image. */
export async function revisionByTag(
  tag: string,
  digest: string,
): Promise<{ revision: string; moveTo(digest: string): Promise<void> }> {
  const ecs = new ECSClient({});
  await put(tag, digest);
  const { taskDefinition } = await ecs.send(
    new DescribeTaskDefinitionCommand({ taskDefinition: 'slipway-sample-web' }),
  );
  const { family, containerDefinitions, executionRoleArn, networkMode, cpu, memory, runtimePlatform } =
    taskDefinition ?? {};
  const registered = await ecs.send(
    new RegisterTaskDefinitionCommand({
      family,
      executionRoleArn,
      networkMode,
      cpu,
      memory,
      runtimePlatform,
      requiresCompatibilities: ['FARGATE'],
      containerDefinitions: containerDefinitions?.map((container) => ({
        ...container,
        image: container.image?.replace(/@.*$/, `:${tag}`),
      })),
    }),
  );
  return {
    revision: registered.taskDefinition?.taskDefinitionArn ?? '',
    async moveTo(other) {
      // The repository lets no tag be moved: it is taken away and given anew.
      await new ECRClient({}).send(
        new BatchDeleteImageCommand({ repositoryName, imageIds: [{ imageTag: tag }] }),
      );
      await put(tag, other);
    },
  };
}

async function put(imageTag: string, imageDigest: string): Promise<void> {
  const ecr = new ECRClient({});
  const { images } = await ecr.send(
    new BatchGetImageCommand({ repositoryName, imageIds: [{ imageDigest }] }),
  );
  const { imageManifest, imageManifestMediaType } = images?.[0] ?? {};
  await ecr.send(new PutImageCommand({ repositoryName, imageTag, imageManifest, imageManifestMediaType }));
}
