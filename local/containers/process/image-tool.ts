import type { BaseImage } from '../base-image.ts';
import { buildImage, type FindBase } from '../build/build-image.ts';
import type { ImageDetails, ImageTool } from '../cli/image-tool.ts';
import type { LoginSource } from '../images/login.ts';
import { readConfig } from '../images/oci.ts';
import { formatReference, locationOf, parseReference } from '../images/reference.ts';
import { RemoteRepository } from '../images/registry.ts';
import type { ImageFolder } from '../images/store.ts';
import { adoptBase } from './adopt-base.ts';

/** Names of Node 24 images, wherever they are from: the stand-in takes their place. */
const NODE_24 = /(?:^|\/)node:24(?:[.-][\w.-]+)?$/;

/** Images in a folder, without any engine. */
export function processImageTool(folder: ImageFolder, base: () => Promise<BaseImage>): ImageTool {
  const find = (text: string): string | undefined => {
    const reference = parseReference(text);
    return reference.digest !== undefined && folder.has(reference.digest)
      ? reference.digest
      : (folder.named(formatReference(reference)) ?? byId(folder, text));
  };
  const findBase: FindBase = async (name) => {
    const known = find(name);
    if (known !== undefined || !NODE_24.test(name)) return known;
    return adoptBase(folder, await base());
  };
  const found = (text: string): string => {
    const digest = find(text);
    if (digest === undefined) throw new Error(`No such image: ${text}`);
    return digest;
  };

  return {
    async build({ tags, ...request }) {
      const digest = await buildImage(folder, request, findBase);
      for (const tag of tags) folder.name(formatReference(parseReference(tag)), digest);
      const id = folder.image(digest).config.digest;
      // Found again by its id, as `docker build -q` gives it.
      folder.name(id, digest);
      return id;
    },
    async tag(source, target) {
      folder.name(formatReference(parseReference(target)), found(source));
    },
    async push({ reference, login, say }) {
      const digest = found(reference);
      const { remote, tag, repository } = remoteOf(reference, login);
      await remote.push(folder, digest, tag, (blob, sent) =>
        say(`${blob.slice('sha256:'.length, 19)}: ${sent ? 'Pushed' : 'Layer already exists'}\n`),
      );
      folder.name(`${repository}@${digest}`, digest);
      return { digest, size: folder.read(digest).length };
    },
    async pull({ reference, login }) {
      const { remote, tag, digest, repository } = remoteOf(reference, login);
      const pulled = await remote.pull(folder, digest ?? tag ?? 'latest');
      folder.name(formatReference(parseReference(reference)), pulled);
      folder.name(`${repository}@${pulled}`, pulled);
      return pulled;
    },
    async inspect(reference) {
      const digest = find(reference);
      return digest === undefined ? undefined : describe(folder, digest);
    },
    async list() {
      const digests = new Set(folder.names().map(({ digest }) => digest));
      return [...digests].map((digest) => describe(folder, digest));
    },
  };
}

function remoteOf(text: string, login: LoginSource) {
  const reference = parseReference(text);
  const { host, name } = locationOf(reference);
  if (host === undefined)
    throw new Error(`${text} names no registry: without a Docker engine only the local one can be reached`);
  return { ...reference, remote: new RemoteRepository(host, name, login) };
}

function byId(folder: ImageFolder, text: string): string | undefined {
  return /^(?:sha256:)?[a-f0-9]{64}$/.test(text)
    ? folder.named(text.startsWith('sha256:') ? text : `sha256:${text}`)
    : undefined;
}

function describe(folder: ImageFolder, digest: string): ImageDetails {
  const { config } = folder.image(digest);
  const { architecture, os, config: settings } = readConfig(folder.read(config.digest));
  const names = folder.names().filter((each) => each.digest === digest);
  const references = names.map(({ reference }) => reference).filter((each) => !each.startsWith('sha256:'));
  return {
    Id: config.digest,
    RepoTags: references.filter((each) => !each.includes('@')),
    RepoDigests: references.filter((each) => each.includes('@')),
    Architecture: architecture,
    Os: os,
    Config: settings ?? {},
  };
}
