import { createHash, randomBytes } from 'node:crypto';
import {
  BatchDeleteImageCommand,
  CreateRepositoryCommand,
  DescribeImagesCommand,
  ECRClient,
  GetAuthorizationTokenCommand,
  ImageTagAlreadyExistsException,
  PutImageCommand,
} from '@aws-sdk/client-ecr';
import { EventBridgeClient, PutRuleCommand, PutTargetsCommand } from '@aws-sdk/client-eventbridge';
import { CreateQueueCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { eventRules } from './made/event-rules.ts';
import { queues } from './made/queues.ts';
import { repositories } from './made/repositories.ts';
import { type ConformanceTarget, openTarget } from './target.ts';

let target: ConformanceTarget;
let ecr: ECRClient;
let repositoryName: string;
let registry: { url: string; authorization: string };

beforeAll(async () => {
  target = await openTarget();
  ecr = new ECRClient({});
  repositoryName = target.name('web');
  target.undo(repositories, repositoryName);
  const { repository } = await ecr.send(
    new CreateRepositoryCommand({
      ...{ repositoryName, imageTagMutability: 'IMMUTABLE', tags: target.tags.pascal },
    }),
  );
  const { authorizationData } = await ecr.send(new GetAuthorizationTokenCommand({}));
  const [host = ''] = (repository?.repositoryUri ?? '').split('/');
  registry = {
    url: `${target.kind === 'aws' ? 'https' : 'http'}://${host}/v2/${repositoryName}`,
    authorization: `Basic ${authorizationData?.[0]?.authorizationToken}`,
  };
});
afterAll(() => target?.close());

const digestOf = (content: string) => `sha256:${createHash('sha256').update(content).digest('hex')}`;

/**
 * Uploads a blob as the distribution specification has it: begin, then all at once. As docker does it asks first: ECR
 * takes no layer that it has (API reference, CompleteLayerUpload: LayerAlreadyExistsException).
 */
async function upload(content: string): Promise<{ digest: string; size: number }> {
  const digest = digestOf(content);
  const headers = { authorization: registry.authorization };
  const known = await fetch(`${registry.url}/blobs/${digest}`, {
    ...{ method: 'HEAD', headers, redirect: 'manual' },
  });
  if (known.status < 400) return { digest, size: content.length };
  expect(known.status).toBe(404);
  const begun = await fetch(`${registry.url}/blobs/uploads/`, { method: 'POST', headers });
  expect(begun.status).toBe(202);
  const place = new URL(begun.headers.get('location') ?? '', registry.url);
  place.searchParams.set('digest', digest);
  const put = await fetch(place, {
    ...{ method: 'PUT', body: content },
    headers: { ...headers, 'content-type': 'application/octet-stream' },
  });
  expect(put.status).toBe(201);
  return { digest, size: content.length };
}

/** A manifest of an image that nobody will run. */
async function manifestOf(layer: string): Promise<string> {
  const config = await upload(
    '{"architecture":"amd64","os":"linux","rootfs":{"type":"layers","diff_ids":[]}}',
  );
  return JSON.stringify({
    ...{ schemaVersion: 2, mediaType: 'application/vnd.oci.image.manifest.v1+json' },
    config: { mediaType: 'application/vnd.oci.image.config.v1+json', ...config },
    layers: [{ mediaType: 'application/vnd.oci.image.layer.v1.tar', ...(await upload(layer)) }],
  });
}

it('tells of a push by an event with digest and tag', async () => {
  const [sqs, events] = [new SQSClient({}), new EventBridgeClient({})];
  const name = target.name('pushes');
  const arn = `arn:aws:sqs:${target.region}:${target.account}:${name}`;
  const allowed = {
    Effect: 'Allow',
    Principal: { Service: 'events.amazonaws.com' },
    Action: 'sqs:SendMessage',
  };
  const Policy = JSON.stringify({ Version: '2012-10-17', Statement: [{ ...allowed, Resource: arn }] });
  target.undo(queues, name);
  const { QueueUrl } = await sqs.send(
    new CreateQueueCommand({ QueueName: name, Attributes: { Policy }, tags: target.tags.record }),
  );
  const EventPattern = JSON.stringify({
    ...{ source: ['aws.ecr'], 'detail-type': ['ECR Image Action'] },
    detail: { 'repository-name': [repositoryName], 'action-type': ['PUSH'], result: ['SUCCESS'] },
  });
  target.undo(eventRules, name);
  await events.send(new PutRuleCommand({ Name: name, EventPattern, Tags: target.tags.pascal }));
  await events.send(new PutTargetsCommand({ Rule: name, Targets: [{ Id: 'queue', Arn: arn }] }));
  const imageManifest = await manifestOf(randomBytes(8).toString('hex'));
  const seen: { detail: object }[] = [];
  // A rule that was just made may take a moment to be in force: what it missed is pushed under another tag.
  for (let push = 1; seen.length === 0; push++) {
    await ecr.send(new PutImageCommand({ repositoryName, imageManifest, imageTag: `push-${push}` }));
    const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 10 }));
    seen.push(...Messages.map(({ Body = '' }) => JSON.parse(Body)));
    if (push > 20) throw new Error('no event came');
  }
  expect(seen[0]).toMatchObject({
    ...{ source: 'aws.ecr', 'detail-type': 'ECR Image Action', account: target.account },
    detail: {
      ...{ 'action-type': 'PUSH', result: 'SUCCESS', 'repository-name': repositoryName },
      ...{ 'image-digest': digestOf(imageManifest), 'image-tag': expect.stringMatching(/^push-\d+$/) },
    },
  });
});

it('moves no tag where tags are immutable', async () => {
  await ecr.send(
    new PutImageCommand({ repositoryName, imageManifest: await manifestOf('one'), imageTag: 'fixed' }),
  );
  const again = ecr.send(
    new PutImageCommand({ repositoryName, imageManifest: await manifestOf('two'), imageTag: 'fixed' }),
  );
  await expect(again).rejects.toBeInstanceOf(ImageTagAlreadyExistsException);
});

it('deletes no child of an index before the index', async () => {
  const child = await manifestOf('child');
  const { image } = await ecr.send(
    new PutImageCommand({ repositoryName, imageManifest: child, imageTag: 'child' }),
  );
  const imageDigest = image?.imageId?.imageDigest;
  const index = JSON.stringify({
    ...{ schemaVersion: 2, mediaType: 'application/vnd.oci.image.index.v1+json' },
    manifests: [
      {
        ...{ mediaType: 'application/vnd.oci.image.manifest.v1+json', digest: imageDigest },
        ...{ size: child.length, platform: { architecture: 'amd64', os: 'linux' } },
      },
    ],
  });
  await ecr.send(new PutImageCommand({ repositoryName, imageManifest: index, imageTag: 'index' }));
  const early = await ecr.send(new BatchDeleteImageCommand({ repositoryName, imageIds: [{ imageDigest }] }));
  expect(early.failures).toMatchObject([{ failureCode: 'ImageReferencedByManifestList' }]);
  await ecr.send(new BatchDeleteImageCommand({ repositoryName, imageIds: [{ imageTag: 'index' }] }));
  const late = await ecr.send(new BatchDeleteImageCommand({ repositoryName, imageIds: [{ imageDigest }] }));
  expect(late.failures).toEqual([]);
  const { imageDetails = [] } = await ecr.send(new DescribeImagesCommand({ repositoryName }));
  expect(imageDetails.map((detail) => detail.imageDigest)).not.toContain(imageDigest);
});
