import { ECR, type ImageDetail } from '@aws-sdk/client-ecr';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { digestOf, imageManifest, localEcr, registryClient } from './local-ecr.ts';

let local: Awaited<ReturnType<typeof localEcr>>;
let ecr: ECR;
let registry: ReturnType<typeof registryClient>;

async function login(): Promise<string> {
  const { authorizationData } = await ecr.getAuthorizationToken({});
  return authorizationData?.[0]?.authorizationToken ?? '';
}

beforeEach(async () => {
  local = await localEcr();
  ecr = new ECR(local.config);
  await ecr.createRepository({ repositoryName: 'team/web' });
  registry = registryClient(local.endpoint, await login());
});
afterEach(async () => {
  ecr.destroy();
  await local.close();
});

const describeAll = async (): Promise<ImageDetail[]> =>
  (await ecr.describeImages({ repositoryName: 'team/web' })).imageDetails ?? [];

describe('a push', () => {
  it('can be described, is one event, and is found by ECS under both names of the registry', async () => {
    const digest = await registry.pushImage('team/web', 'v1', 'layer');
    expect(await describeAll()).toMatchObject([
      { imageDigest: digest, imageTags: ['v1'], imageSizeInBytes: 7, imagePushedAt: expect.any(Date) },
    ]);
    expect(local.events).toEqual([
      {
        source: 'aws.ecr',
        detailType: 'ECR Image Action',
        resources: [],
        detail: {
          result: 'SUCCESS',
          'repository-name': 'team/web',
          'image-digest': digest,
          'action-type': 'PUSH',
          'image-tag': 'v1',
          'manifest-media-type': 'application/vnd.oci.image.manifest.v1+json',
          'artifact-media-type': 'application/vnd.oci.image.config.v1+json',
        },
      },
    ]);
    const found = { repository: 'team/web', digest, pull: `${local.host}/team/web@${digest}` };
    expect(local.images.resolve(`${local.host}/team/web:v1`)).toEqual(found);
    const onAws = '000000000000.dkr.ecr.us-east-1.amazonaws.com/team/web';
    expect(local.images.resolve(`${onAws}@${digest}`)).toEqual(found);
    expect(local.images.resolve(`${local.host}/team/web:v2`)).toMatchObject({
      error: expect.stringMatching(/^CannotPullContainerError: .*not found$/),
    });
    expect((await describeAll())[0]?.lastRecordedPullTime).toBeInstanceOf(Date);
  });

  it('moves a tag, unless the repository is immutable', async () => {
    const first = await registry.pushImage('team/web', 'v1', 'one');
    const second = await registry.pushImage('team/web', 'v1', 'two');
    expect(local.images.resolve(`${local.host}/team/web:v1`)).toMatchObject({ digest: second });
    const untagged = await ecr.listImages({ repositoryName: 'team/web', filter: { tagStatus: 'UNTAGGED' } });
    expect(untagged.imageIds).toEqual([{ imageDigest: first }]);
    await ecr.putImageTagMutability({ repositoryName: 'team/web', imageTagMutability: 'IMMUTABLE' });
    await expect(registry.pushImage('team/web', 'v1', 'three')).rejects.toThrow(/TAG_INVALID.*immutable/);
    const again = { repositoryName: 'team/web', imageTag: 'v1', imageManifest: imageManifest('one') };
    await expect(ecr.putImage(again)).rejects.toThrow(/immutable/);
  });

  it('is refused without a login, without a repository, and with what it does not bring', async () => {
    const anonymous = await fetch(`${local.endpoint}/v2/`);
    expect([anonymous.status, anonymous.headers.get('www-authenticate')]).toEqual([
      401,
      'Basic realm="ECR", service="ecr"',
    ]);
    const unknown = await registry.call('POST', 'team/other/blobs/uploads/');
    expect([unknown.status, await unknown.text()]).toEqual([404, expect.stringContaining('NAME_UNKNOWN')]);
    const hollow = await registry.call('PUT', 'team/web/manifests/v1', imageManifest('never sent'));
    expect([hollow.status, await hollow.text()]).toEqual([
      400,
      expect.stringContaining('MANIFEST_BLOB_UNKNOWN'),
    ]);
    expect(await describeAll()).toEqual([]);
    expect(local.events).toEqual([]);
  });

  it('finds a layer that another repository has, and takes back whole what it was given', async () => {
    await registry.pushImage('team/web', 'v1', 'shared');
    await ecr.createRepository({ repositoryName: 'team/api' });
    const shared = digestOf('shared');
    expect((await registry.call('HEAD', `team/api/blobs/${shared}`)).status).toBe(200);
    const mounted = await registry.call('POST', `team/api/blobs/uploads/?mount=${shared}&from=team/web`);
    expect(mounted.status).toBe(201);
    const blob = await registry.call('GET', `team/web/blobs/${shared}`);
    expect(await blob.text()).toBe('shared');
    const manifest = await registry.call('GET', 'team/web/manifests/v1');
    expect(digestOf(await manifest.text())).toBe(manifest.headers.get('docker-content-digest'));
  });
});

describe('deletion', () => {
  it('takes tags one by one, and the image with the last; by digest all at once', async () => {
    const digest = await registry.pushImage('team/web', 'v1', 'one');
    await registry.pushImage('team/web', 'latest', 'one');
    await ecr.batchDeleteImage({ repositoryName: 'team/web', imageIds: [{ imageTag: 'latest' }] });
    expect(await describeAll()).toMatchObject([{ imageTags: ['v1'] }]);
    await registry.pushImage('team/web', 'v2', 'one');
    const deleted = await ecr.batchDeleteImage({
      repositoryName: 'team/web',
      imageIds: [{ imageDigest: digest }, { imageTag: 'never' }],
    });
    expect(deleted.imageIds).toEqual([
      { imageDigest: digest, imageTag: 'v1' },
      { imageDigest: digest, imageTag: 'v2' },
    ]);
    expect(deleted.failures).toMatchObject([{ failureCode: 'ImageNotFound' }]);
    expect(await describeAll()).toEqual([]);
    expect(local.events.at(-1)?.detail).toMatchObject({ 'action-type': 'DELETE', 'image-tag': 'v2' });
  });

  it('keeps what an index lists until the index is gone', async () => {
    const child = await registry.pushImage('team/web', '', 'child');
    const index = await registry.pushIndex('team/web', 'v1', [child]);
    const ids = (imageDigest: string) => ({ repositoryName: 'team/web', imageIds: [{ imageDigest }] });
    const refused = await ecr.batchDeleteImage(ids(child));
    expect(refused.failures).toMatchObject([{ failureCode: 'ImageReferencedByManifestList' }]);
    await ecr.batchDeleteImage(ids(index));
    expect((await ecr.batchDeleteImage(ids(child))).failures).toEqual([]);
    // Only the index had a tag: the child's events have none.
    const tags = local.events.map(({ detail }) => detail['image-tag']);
    expect(tags).toEqual([undefined, 'v1', 'v1', undefined]);
  });

  it('of a repository needs force while it has images', async () => {
    await registry.pushImage('team/web', 'v1', 'one');
    const request = { repositoryName: 'team/web' };
    await expect(ecr.deleteRepository(request)).rejects.toMatchObject({
      name: 'RepositoryNotEmptyException',
    });
    await ecr.deleteRepository({ ...request, force: true });
    await expect(ecr.describeImages(request)).rejects.toMatchObject({ name: 'RepositoryNotFoundException' });
  });
});

describe('the API', () => {
  it('gives images in pages', async () => {
    for (const tag of ['v1', 'v2', 'v3']) await registry.pushImage('team/web', tag, tag);
    const first = await ecr.describeImages({ repositoryName: 'team/web', maxResults: 2 });
    const { nextToken } = first;
    const rest = await ecr.describeImages({ repositoryName: 'team/web', maxResults: 2, nextToken });
    const tags = [...(first.imageDetails ?? []), ...(rest.imageDetails ?? [])].map(
      ({ imageTags }) => imageTags,
    );
    expect(tags).toEqual([['v1'], ['v2'], ['v3']]);
    expect(rest.nextToken).toBeUndefined();
  });

  it('puts a further tag on an image by its manifest', async () => {
    const digest = await registry.pushImage('team/web', 'v1', 'one');
    const { images } = await ecr.batchGetImage({
      repositoryName: 'team/web',
      imageIds: [{ imageTag: 'v1' }],
    });
    const again = {
      repositoryName: 'team/web',
      imageManifest: images?.[0]?.imageManifest,
      imageTag: 'stable',
    };
    expect((await ecr.putImage(again)).image?.imageId).toEqual({ imageDigest: digest, imageTag: 'stable' });
    await expect(ecr.putImage(again)).rejects.toMatchObject({ name: 'ImageAlreadyExistsException' });
  });

  it('keeps tags and policies', async () => {
    const { repositories } = await ecr.describeRepositories({});
    const resourceArn = repositories?.[0]?.repositoryArn;
    await ecr.tagResource({ resourceArn, tags: [{ Key: 'team', Value: 'web' }] });
    expect((await ecr.listTagsForResource({ resourceArn })).tags).toEqual([{ Key: 'team', Value: 'web' }]);
    const repositoryName = 'team/web';
    await expect(ecr.getLifecyclePolicy({ repositoryName })).rejects.toMatchObject({
      name: 'LifecyclePolicyNotFoundException',
    });
    const selection = { tagStatus: 'untagged', countType: 'imageCountMoreThan', countNumber: 5 };
    const rule = { rulePriority: 1, selection, action: { type: 'expire' } };
    const lifecyclePolicyText = JSON.stringify({ rules: [rule] });
    await ecr.putLifecyclePolicy({ repositoryName, lifecyclePolicyText });
    expect(await ecr.getLifecyclePolicy({ repositoryName })).toMatchObject({ lifecyclePolicyText });
  });
});

describe('the registry', () => {
  it("judges a push by the permissions of the token's owner", async () => {
    const strict = await localEcr((_caller, action) =>
      action === 'ecr:PutImage' ? 'not authorized to perform: ecr:PutImage' : undefined,
    );
    const client = new ECR(strict.config);
    try {
      await client.createRepository({ repositoryName: 'web' });
      const { authorizationData } = await client.getAuthorizationToken({});
      const denied = registryClient(strict.endpoint, authorizationData?.[0]?.authorizationToken ?? '');
      await expect(denied.pushImage('web', 'v1', 'one')).rejects.toThrow(/DENIED.*ecr:PutImage/);
    } finally {
      client.destroy();
      await strict.close();
    }
  });
});

describe('AWS::ECR::Repository', () => {
  const provider = () => {
    const found = local.resources?.['AWS::ECR::Repository'];
    if (!found) throw new Error('there is no provider');
    return found;
  };
  const request = { stackName: 's', logicalId: 'Images', generatedName: 's-Images-1A2B' };

  it('is made with a name that ECR allows, and is deleted with its images when it may be', async () => {
    const properties = { EmptyOnDelete: true, ImageTagMutability: 'IMMUTABLE' };
    const resource = await provider().create({ ...request, properties });
    expect(resource).toMatchObject({
      id: 's-images-1a2b',
      attributes: { RepositoryUri: `${local.host}/s-images-1a2b` },
    });
    await registry.pushImage(resource.id, 'v1', 'one');
    const careful = { ...properties, EmptyOnDelete: false };
    const remove = (given: object) =>
      Promise.resolve().then(() => provider().delete({ ...request, resource, properties: { ...given } }));
    await expect(remove(careful)).rejects.toThrow(/still contains images/);
    await remove(properties);
    const { repositories } = await ecr.describeRepositories({});
    expect(repositories).toHaveLength(1);
  });

  it('refuses a property that it does not know', () => {
    expect(() => provider().create({ ...request, properties: { Imutable: true } })).toThrow(/Imutable/);
  });
});
