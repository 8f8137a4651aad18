import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Clock } from '../../../local/clock.ts';
import { createEcr } from '../../../local/ecr/index.ts';
import { freePort } from '../../../local/free-port.ts';
import { createGateway } from '../../../local/gateway/index.ts';
import type { Refuses, ServiceEvent } from '../../../local/parts.ts';

export const OCI_MANIFEST = 'application/vnd.oci.image.manifest.v1+json';
export const OCI_INDEX = 'application/vnd.oci.image.index.v1+json';

/** ECR behind a real gateway: its API and its registry, with the events that it sent. */
export async function localEcr(refuses: Refuses = () => undefined) {
  const folder = await mkdtemp(join(tmpdir(), 'ecr-'));
  const port = await freePort();
  const endpoint = `http://127.0.0.1:${port}`;
  const events: ServiceEvent[] = [];
  const account = { id: '000000000000', region: 'us-east-1', endpoint, folder };
  const ecr = createEcr({
    account,
    clock: new Clock(),
    events: { put: (event) => events.push(event) },
    refuses,
  });
  const gateway = await createGateway({
    services: ecr.service ? [ecr.service] : [],
    identities: { callerOf: () => ({ arn: 'arn:aws:iam::000000000000:root', accountId: '000000000000' }) },
    routes: [{ matches: ({ url }) => url?.startsWith('/v2/') === true, handle: ecr.handleRegistry }],
  });
  await gateway.listen(port);
  return {
    ...ecr,
    events,
    endpoint,
    host: `127.0.0.1:${port}`,
    config: {
      endpoint,
      region: 'us-east-1',
      credentials: { accessKeyId: 'AKIALOCAL', secretAccessKey: 'local' },
      maxAttempts: 1,
    },
    /** @throws Error when an answer was against AWS's model */
    async close() {
      await gateway.close();
      await rm(folder, { recursive: true, force: true });
      if (gateway.violations.length > 0) throw new Error(gateway.violations.join('\n'));
    },
  };
}

export const digestOf = (content: string) => `sha256:${createHash('sha256').update(content).digest('hex')}`;

/** A client of the registry that speaks plain HTTP, as a script would. */
export function registryClient(endpoint: string, token: string) {
  const call = (method: string, path: string, body?: string, type?: string) =>
    fetch(`${endpoint}/v2/${path}`, {
      method,
      ...(body === undefined ? {} : { body }),
      headers: { authorization: `Basic ${token}`, ...(type === undefined ? {} : { 'content-type': type }) },
    });
  const putBlob = async (repository: string, content: string) => {
    const begun = await call('POST', `${repository}/blobs/uploads/`);
    const location = begun.headers.get('location')?.replace('/v2/', '') ?? '';
    await call('PATCH', location, content.slice(0, 2));
    return call('PUT', `${location}?digest=${digestOf(content)}`, content.slice(2));
  };
  return {
    call,
    putBlob,
    /** Pushes an image of one layer, and gives its digest. */
    async pushImage(repository: string, tag: string, layer: string): Promise<string> {
      for (const content of ['{}', layer]) await putBlob(repository, content);
      const manifest = imageManifest(layer);
      const reference = tag === '' ? digestOf(manifest) : tag;
      const answer = await call('PUT', `${repository}/manifests/${reference}`, manifest, OCI_MANIFEST);
      if (!answer.ok) throw new Error(await answer.text());
      return digestOf(manifest);
    },
    async pushIndex(repository: string, tag: string, children: readonly string[]): Promise<string> {
      const index = JSON.stringify({
        schemaVersion: 2,
        mediaType: OCI_INDEX,
        manifests: children.map((digest) => ({ mediaType: OCI_MANIFEST, digest, size: 1 })),
      });
      const answer = await call('PUT', `${repository}/manifests/${tag}`, index, OCI_INDEX);
      if (!answer.ok) throw new Error(await answer.text());
      return digestOf(index);
    },
  };
}

export const imageManifest = (layer: string) =>
  JSON.stringify({
    schemaVersion: 2,
    mediaType: OCI_MANIFEST,
    config: { mediaType: 'application/vnd.oci.image.config.v1+json', digest: digestOf('{}'), size: 2 },
    layers: [
      {
        mediaType: 'application/vnd.oci.image.layer.v1.tar+gzip',
        digest: digestOf(layer),
        size: layer.length,
      },
    ],
  });
