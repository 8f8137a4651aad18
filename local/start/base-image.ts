import { CreateRepositoryCommand, ECRClient, GetAuthorizationTokenCommand } from '@aws-sdk/client-ecr';
import { BASE_REPOSITORY } from '../containers/base-repository.ts';

interface Blob {
  readonly digest: string;
}

/**
 * Makes a repository with the layers of the local cloud's own base image (Node 24), which no task may name itself.
 * @param host of the registry, with its port
 * @returns the image's manifest, for PutImage: it has no tag yet
 */
export async function copyBaseImage(host: string, repositoryName: string): Promise<string> {
  const ecr = new ECRClient({});
  await ecr.send(new CreateRepositoryCommand({ repositoryName }));
  const { authorizationData } = await ecr.send(new GetAuthorizationTokenCommand({}));
  const headers = { authorization: `Basic ${authorizationData?.[0]?.authorizationToken}` };
  const base = await fetch(`http://${host}/v2/${BASE_REPOSITORY}/manifests/node-24`, { headers });
  const imageManifest = await base.text();
  // A manifest of the local cloud's own making.
  const { config, layers } = JSON.parse(imageManifest) as { config: Blob; layers: Blob[] };
  for (const { digest } of [config, ...layers]) {
    const mount = `http://${host}/v2/${repositoryName}/blobs/uploads/?mount=${digest}&from=${BASE_REPOSITORY}`;
    const { status } = await fetch(mount, { method: 'POST', headers });
    if (status !== 201) throw new Error(`a blob of the base image was not mounted: ${status}`);
  }
  return imageManifest;
}
