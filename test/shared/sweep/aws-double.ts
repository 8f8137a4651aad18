import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { ECRClient } from '@aws-sdk/client-ecr';
import { ECSClient } from '@aws-sdk/client-ecs';

export interface Revision {
  status: 'ACTIVE' | 'INACTIVE' | 'DELETE_IN_PROGRESS';
  image: string;
}

export interface Image {
  tags?: string[];
  parts?: string[];
  pushedAt?: number;
}

/** ECS and ECR as far as a sweep sees them, in memory, so that each state that matters can be set up by hand. */
export class AwsDouble {
  readonly services = new Map<string, string[]>();
  readonly tasks = new Map<string, { image: string; imageDigest: string; taskDefinitionArn: string }>();
  readonly revisions = new Map<string, Revision>();
  readonly images = new Map<string, Image>();
  /** The effects, in order. */
  readonly calls: string[] = [];
  /** Runs before each call; may change the state or throw an error to answer. */
  before: (operation: string) => void = () => {};
  readonly #server = createServer(async (request, response) => {
    const operation = String(request.headers['x-amz-target']).split('.')[1] ?? '';
    const body = JSON.parse(await text(request));
    const answer = (status: number, content: unknown) => {
      response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1' });
      response.end(JSON.stringify(content));
    };
    try {
      this.before(operation);
      answer(200, this.#answer(operation, body));
    } catch (error) {
      answer(400, { __type: error instanceof Error ? error.message : 'Unknown', message: 'as told' });
    }
  });

  async start(): Promise<{ ecs: ECSClient; ecr: ECRClient }> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    const { port } = this.#server.address() as AddressInfo;
    const settings = {
      endpoint: `http://127.0.0.1:${port}`,
      region: 'us-east-1',
      credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
      maxAttempts: 1,
    };
    return { ecs: new ECSClient(settings), ecr: new ECRClient(settings) };
  }

  stop(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }

  #answer(operation: string, body: Record<string, never>): unknown {
    const input: {
      status?: string;
      familyPrefix?: string;
      nextToken?: string;
      taskDefinition?: string;
      services?: string[];
      tasks?: string[];
      desiredStatus?: string;
      taskDefinitions?: string[];
      imageIds?: { imageDigest: string }[];
    } = body;
    switch (operation) {
      case 'ListClusters':
        return { clusterArns: ['arn:aws:ecs:us-east-1:000000000000:cluster/main'] };
      case 'ListServices':
        return page([...this.services.keys()], input.nextToken, 'serviceArns');
      case 'DescribeServices':
        return {
          services: input.services?.map((serviceName) => ({
            serviceName,
            taskDefinition: this.services.get(serviceName)?.[0],
            deployments: this.services.get(serviceName)?.map((taskDefinition) => ({ taskDefinition })),
          })),
        };
      case 'ListTasks':
        return page(
          input.desiredStatus === 'RUNNING' ? [...this.tasks.keys()] : [],
          input.nextToken,
          'taskArns',
        );
      case 'DescribeTasks':
        return {
          tasks: input.tasks?.map((taskArn) => {
            const { taskDefinitionArn, ...container } = this.tasks.get(taskArn) ?? {};
            return { taskArn, lastStatus: 'RUNNING', taskDefinitionArn, containers: [container] };
          }),
        };
      case 'ListTaskDefinitions': {
        const arns = [...this.revisions]
          .filter(([, { status }]) => status === input.status)
          .map(([arn]) => arn);
        const family = input.familyPrefix;
        const found = family ? arns.filter((arn) => arn.includes(`/${family}:`)) : arns;
        return page(found, input.nextToken, 'taskDefinitionArns');
      }
      case 'DescribeTaskDefinition': {
        const arn = input.taskDefinition ?? '';
        const revision = this.revisions.get(arn);
        if (!revision) throw new Error('ClientException');
        const [family, number] = arn.slice(arn.lastIndexOf('/') + 1).split(':');
        const containerDefinitions = [{ name: 'web', image: revision.image }];
        return {
          taskDefinition: {
            family,
            revision: Number(number),
            registeredAt: Number(number),
            containerDefinitions,
          },
        };
      }
      case 'DeregisterTaskDefinition': {
        const revision = this.revisions.get(input.taskDefinition ?? '');
        this.calls.push(`deregister ${short(input.taskDefinition)}`);
        if (revision) revision.status = 'INACTIVE';
        return {};
      }
      case 'DeleteTaskDefinitions':
        this.calls.push(`delete ${input.taskDefinitions?.map(short)}`);
        for (const arn of input.taskDefinitions ?? []) this.revisions.delete(arn);
        return { failures: [] };
      case 'DescribeImages': {
        const details = [...this.images].map(([imageDigest, { tags, parts, pushedAt = 1 }]) => ({
          imageDigest,
          imageTags: tags,
          imagePushedAt: pushedAt,
          imageSizeInBytes: 10,
          imageManifestMediaType: parts
            ? 'application/vnd.oci.image.index.v1+json'
            : 'application/vnd.oci.image.manifest.v1+json',
        }));
        return page(details, input.nextToken, 'imageDetails');
      }
      case 'BatchGetImage':
        return {
          images: input.imageIds?.map((imageId) => {
            const manifests = this.images.get(imageId.imageDigest)?.parts?.map((digest) => ({ digest }));
            return { imageId, imageManifest: JSON.stringify({ manifests }) };
          }),
        };
      case 'BatchDeleteImage':
        this.calls.push(`delete ${input.imageIds?.map(({ imageDigest }) => imageDigest)}`);
        for (const { imageDigest } of input.imageIds ?? []) this.images.delete(imageDigest);
        return { failures: [] };
      default:
        throw new Error(`NotHere.${operation}`);
    }
  }
}

/** Two at a time, so that every list has more than one page. */
function page(all: readonly unknown[], token: string | undefined, member: string): unknown {
  const from = Number(token ?? 0);
  const more = from + 2 < all.length ? { nextToken: String(from + 2) } : {};
  return { [member]: all.slice(from, from + 2), ...more };
}

function short(arn = ''): string {
  return arn.slice(arn.lastIndexOf('/') + 1);
}
