import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { buildImage } from '../../../local/containers/build/build-image.ts';
import { writeLayer } from '../../../local/containers/images/layer.ts';
import { readConfig } from '../../../local/containers/images/oci.ts';
import { ImageFolder } from '../../../local/containers/images/store.ts';
import { unpackLayer } from '../../../local/containers/images/unpack.ts';
import { writeImage } from '../../../local/containers/images/write-image.ts';

let folder: string;
let images: ImageFolder;
let said: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'build-'));
  images = new ImageFolder(join(folder, 'images'));
  said = '';
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** Builds in a folder with these files, on a base with a variable and a command of its own. */
async function build(files: Record<string, string>, buildArguments: Record<string, string> = {}) {
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, 'context', path)), { recursive: true });
    await writeFile(join(folder, 'context', path), content);
  }
  const base = writeImage(images, [await writeLayer(images, [])], { Env: ['BASE=yes'], Cmd: ['node'] });
  const context = join(folder, 'context');
  const say = (text: string) => {
    said += text;
  };
  const request = { context, dockerfile: join(context, 'Dockerfile'), buildArguments, labels: {}, say };
  const digest = await buildImage(images, request, async (name) => (name === 'node:24' ? base : undefined));
  const manifest = images.image(digest);
  const config = readConfig(images.read(manifest.config.digest)).config ?? {};
  const root = join(folder, `root-${digest.slice(-8)}`);
  await mkdir(root, { recursive: true });
  for (const layer of manifest.layers) await unpackLayer(images.path(layer.digest), root);
  return { digest, config, text: (path: string) => readFile(join(root, path), 'utf8'), root };
}

describe('a Dockerfile', () => {
  it('gives the files and settings that Docker would', async () => {
    const { config, text } = await build(
      {
        Dockerfile: `ARG TAG=24
FROM node:\${TAG}
ARG VERSION=unknown
ENV VERSION=$VERSION \\
    # within it, a comment
    GREETING="hello world"
LABEL team='web $VERSION'
WORKDIR /app
COPY package*.json ./
COPY src src/
COPY ["with space.txt", "/data/renamed.txt"]
EXPOSE 3000 9090/udp
HEALTHCHECK --interval=5s --retries=2 CMD node check.js
STOPSIGNAL SIGQUIT
ENTRYPOINT ["node"]
CMD ["src/server.mjs"]
`,
        'package.json': '{}',
        'package-lock.json': '{"lock":1}',
        'src/server.mjs': 'server',
        'src/deep/page.mjs': 'page',
        'with space.txt': 'data',
      },
      { VERSION: 'abc' },
    );
    expect(await text('app/package-lock.json')).toBe('{"lock":1}');
    expect(await text('app/src/deep/page.mjs')).toBe('page');
    expect(await text('data/renamed.txt')).toBe('data');
    expect(config).toMatchObject({
      Env: ['BASE=yes', 'VERSION=abc', 'GREETING=hello world'],
      Labels: { team: 'web $VERSION' },
      WorkingDir: '/app',
      ExposedPorts: { '3000/tcp': {}, '9090/udp': {} },
      Healthcheck: { Test: ['CMD-SHELL', 'node check.js'], Interval: 5e9, Retries: 2 },
      StopSignal: 'SIGQUIT',
      Entrypoint: ['node'],
      Cmd: ['src/server.mjs'],
    });
  });

  it('gives the same image for the same files, and another for others', async () => {
    const files = { Dockerfile: 'FROM node:24\nCOPY . /app/\n', 'a.txt': 'a' };
    const first = await build(files);
    expect((await build(files)).digest).toBe(first.digest);
    expect((await build({ ...files, 'a.txt': 'b' })).digest).not.toBe(first.digest);
  });

  it('leaves out what .dockerignore names', async () => {
    const { root } = await build({
      Dockerfile: 'FROM node:24\nCOPY . /app/\n',
      '.dockerignore': '# not these\n.git\n*.md\n!KEEP.md\n**/*.log\nbuild/\n',
      '.git/config': '',
      'README.md': '',
      'KEEP.md': '',
      'deep/down/x.log': '',
      'deep/x.txt': '',
      'build/out.js': '',
    });
    const present = async (path: string) => (await stat(join(root, 'app', path)).catch(() => null)) !== null;
    expect(await present('KEEP.md')).toBe(true);
    expect(await present('deep/x.txt')).toBe(true);
    for (const path of ['.git', 'README.md', 'deep/down', 'build']) expect(await present(path)).toBe(false);
  });

  it.each([
    ['RUN npm ci', /^Dockerfile:2: RUN needs a Docker engine/],
    ['USER nobody', /^Dockerfile:2: USER nobody needs a Docker engine/],
    ['COPY --from=build /a /b', /^Dockerfile:2: COPY --from needs a Docker engine/],
    ['FROM node:24 AS second', /^Dockerfile:2: a second FROM needs a Docker engine/],
    ['ADD https://example.com/x /x', /^Dockerfile:2: ADD needs a Docker engine/],
    ['COPY missing.txt /', /^Dockerfile:2: COPY failed: missing.txt is not in the build context/],
    ['CMD ["node", server.mjs]', /^Dockerfile:2: CMD .* is not a JSON list/],
  ])('that asks %s is refused by file and line', async (line, message) => {
    await expect(build({ Dockerfile: `FROM node:24\n${line}\n` })).rejects.toThrow(message);
  });

  it('on a base that is not there is refused with what there is', async () => {
    await expect(build({ Dockerfile: 'FROM python:3\n' })).rejects.toThrow(
      /^Dockerfile:1: FROM python:3 needs a Docker engine.*Node 24/,
    );
  });

  it('is told of arguments that nothing uses', async () => {
    await build({ Dockerfile: 'FROM node:24\n' }, { TYPO: 'x' });
    expect(said).toContain('[TYPO] were not consumed');
  });
});

describe('a layer', () => {
  it('cannot write outside of its root', async () => {
    const { path, descriptor } = await layerOf([
      { path: 'out', kind: 'symlink', target: '/etc' },
      { path: 'out/written', kind: 'content', content: 'x' },
      { path: '../../climbed', kind: 'content', content: 'x' },
    ]);
    const root = join(folder, 'root');
    await mkdir(root);
    await unpackLayer(path(descriptor.digest), root);
    // Both went where they would have gone in a container.
    expect(await readFile(join(root, 'etc/written'), 'utf8')).toBe('x');
    expect(await readFile(join(root, 'climbed'), 'utf8')).toBe('x');
  });

  it('takes away what a whiteout names', async () => {
    const root = join(folder, 'root');
    await mkdir(root);
    const layers = [
      await layerOf([
        { path: 'a/old', kind: 'content', content: 'x' },
        { path: 'b/old', kind: 'content', content: 'x' },
      ]),
      await layerOf([
        { path: 'a/.wh.old', kind: 'content', content: '' },
        { path: 'b/.wh..wh..opq', kind: 'content', content: '' },
        { path: 'b/new', kind: 'content', content: 'y' },
      ]),
    ];
    for (const { path, descriptor } of layers) await unpackLayer(path(descriptor.digest), root);
    await expect(stat(join(root, 'a/old'))).rejects.toThrow();
    await expect(stat(join(root, 'b/old'))).rejects.toThrow();
    expect(await readFile(join(root, 'b/new'), 'utf8')).toBe('y');
  });

  async function layerOf(entries: Parameters<typeof writeLayer>[1]) {
    return { ...(await writeLayer(images, entries)), path: (digest: string) => images.path(digest) };
  }
});
