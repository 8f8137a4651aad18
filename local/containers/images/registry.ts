import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream, rmSync } from 'node:fs';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { z } from 'zod';
import type { LoginSource } from './login.ts';
import { ARCHITECTURE, isIndex, MEDIA, readManifest } from './oci.ts';
import { digestOf, type ImageFolder } from './store.ts';

/** An answer of the registry that is no success, in its own words. */
export class RegistryAnswerError extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.name = 'RegistryAnswerError';
    this.status = status;
  }
}

/** One repository of an OCI registry, as a client sees it. */
export class RemoteRepository {
  readonly #base: string;
  readonly #login: LoginSource;

  constructor(host: string, name: string, login: LoginSource) {
    this.#base = `http://${host}/v2/${name}`;
    this.#login = login;
  }

  /** Copies an image from the folder to the registry. `onLayer` hears of each blob and whether it had to be sent. */
  async push(
    folder: ImageFolder,
    digest: string,
    tag: string | undefined,
    onLayer: (digest: string, sent: boolean) => void = () => undefined,
  ): Promise<void> {
    const content = folder.read(digest);
    const manifest = folder.image(digest);
    for (const blob of [...manifest.layers, manifest.config]) {
      const known = await this.#has(blob.digest);
      if (!known) await this.#upload(folder, blob.digest, blob.size);
      onLayer(blob.digest, !known);
    }
    await this.#fetch(`/manifests/${tag ?? digest}`, {
      method: 'PUT',
      headers: { 'content-type': manifest.mediaType ?? MEDIA.manifest },
      body: content,
    });
  }

  /**
   * Copies an image to the folder and gives its manifest's digest: of an index, the one for this machine.
   * @param skip layers that are not needed
   */
  async pull(
    folder: ImageFolder,
    reference: string,
    skip: (digest: string) => boolean = () => false,
  ): Promise<string> {
    const content = await this.#manifest(folder, reference);
    const found = readManifest(content);
    if (isIndex(found)) {
      const mine = found.manifests.find(
        ({ platform }) => platform?.os === 'linux' && platform.architecture === ARCHITECTURE,
      );
      if (!mine) throw new Error(`no image for linux/${ARCHITECTURE} in the index ${reference}`);
      return this.pull(folder, mine.digest, skip);
    }
    for (const { digest } of [found.config, ...found.layers])
      if (!folder.has(digest) && !skip(digest)) await this.#download(folder, digest);
    return folder.write(content);
  }

  async #manifest(folder: ImageFolder, reference: string): Promise<Buffer> {
    if (reference.startsWith('sha256:') && folder.has(reference)) return folder.read(reference);
    const answer = await this.#fetch(`/manifests/${reference}`, {
      headers: { accept: [MEDIA.manifest, MEDIA.index, MEDIA.dockerManifest, MEDIA.dockerList].join(', ') },
    });
    const content = Buffer.from(await answer.arrayBuffer());
    if (reference.startsWith('sha256:') && digestOf(content) !== reference)
      throw new Error(`the registry gave another manifest than ${reference}`);
    return content;
  }

  async #has(digest: string): Promise<boolean> {
    try {
      await this.#fetch(`/blobs/${digest}`, { method: 'HEAD' });
      return true;
    } catch (error) {
      if (error instanceof RegistryAnswerError && error.status === 404) return false;
      throw error;
    }
  }

  async #upload(folder: ImageFolder, digest: string, size: number): Promise<void> {
    const begun = await this.#fetch('/blobs/uploads/', { method: 'POST' });
    const target = new URL(begun.headers.get('location') ?? '', this.#base);
    target.searchParams.set('digest', digest);
    await this.#fetch(target, {
      method: 'PUT',
      headers: { 'content-type': 'application/octet-stream', 'content-length': String(size) },
      body: Readable.toWeb(createReadStream(folder.path(digest))),
      duplex: 'half',
    });
  }

  async #download(folder: ImageFolder, digest: string): Promise<void> {
    const answer = await this.#fetch(`/blobs/${digest}`);
    if (!answer.body) throw new Error(`the registry gave nothing for ${digest}`);
    const hash = createHash('sha256');
    const file = folder.incoming();
    const observed = new Transform({
      transform(chunk: Buffer, _encoding, done) {
        hash.update(chunk);
        done(null, chunk);
      },
    });
    await pipeline(Readable.fromWeb(answer.body), observed, createWriteStream(file));
    if (`sha256:${hash.digest('hex')}` === digest) return folder.adopt(file, digest);
    rmSync(file);
    throw new Error(`the registry gave another content for ${digest}`);
  }

  async #fetch(path: string | URL, init: RequestInit = {}): Promise<Response> {
    const { username, password } = await this.#login();
    const authorization = `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
    const url = typeof path === 'string' ? this.#base + path : path;
    const answer = await fetch(url, { ...init, headers: { ...init.headers, authorization } });
    if (!answer.ok) throw new RegistryAnswerError(answer.status, await reasonOf(answer));
    return answer;
  }
}

const errors = z.looseObject({
  errors: z.array(z.looseObject({ code: z.string(), message: z.string() })).min(1),
});

/** As docker shows it: `name unknown: The repository …`. */
async function reasonOf(answer: Response): Promise<string> {
  const text = await answer.text();
  try {
    const [first] = errors.parse(JSON.parse(text)).errors;
    return `${first?.code.toLowerCase().replaceAll('_', ' ')}: ${first?.message}`;
  } catch {
    return `the registry answered ${answer.status} ${text}`.trim();
  }
}
