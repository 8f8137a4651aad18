import { readFileSync } from 'node:fs';
import { PassThrough } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { z } from 'zod';
import { Context } from '../build/context.ts';
import type { ImageDetails, ImageTool } from '../cli/image-tool.ts';
import { archiveOf } from '../images/archive.ts';
import { formatReference, locationOf, parseReference } from '../images/reference.ts';
import type { DockerApi } from './api.ts';
import { listImages } from './inventory.ts';
import { registryAuth } from './pull.ts';

/** Where the engine finds the Dockerfile in what is sent to it, wherever it is here. */
const DOCKERFILE = '.local-cloud.dockerfile';

const image = z.looseObject({
  Id: z.string(),
  RepoTags: z.array(z.string()).nullable(),
  RepoDigests: z.array(z.string()).nullable(),
  Architecture: z.string(),
  Os: z.string(),
  Config: z.unknown(),
});

/** Builds and pushes through the Docker Engine API, for machines that have an engine but not docker's command. */
export function dockerImageTool(api: DockerApi, labels: Readonly<Record<string, string>>): ImageTool {
  const inspect = async (reference: string): Promise<ImageDetails | undefined> => {
    const found = await api.find('GET', `/images/${reference}/json`);
    if (found === undefined) return undefined;
    const { RepoTags, RepoDigests, ...details } = image.parse(JSON.parse(found));
    return { ...details, RepoTags: RepoTags ?? [], RepoDigests: RepoDigests ?? [] };
  };
  const digestOf = async (reference: string): Promise<string> => {
    const { repository } = parseReference(reference);
    const names = (await inspect(reference))?.RepoDigests ?? [];
    return names.find((name) => name.startsWith(`${repository}@`))?.split('@')[1] ?? '';
  };

  return {
    async build({ context, dockerfile, buildArguments, labels: own, tags, say }) {
      const query = new URLSearchParams({
        dockerfile: DOCKERFILE,
        buildargs: JSON.stringify(buildArguments),
        labels: JSON.stringify({ ...own, ...labels }),
        rm: 'true',
        // Also of a build that fails or is broken off: its containers carry no mark.
        forcerm: 'true',
      });
      for (const tag of tags) query.append('t', tag);
      let output = '';
      await api.follow(
        'POST',
        `/build?${query}`,
        { body: contextOf(context, dockerfile), headers: { 'content-type': 'application/x-tar' } },
        (text) => {
          output += text;
          say(text);
        },
      );
      const [, id = ''] = /Successfully built ([a-f0-9]+)/.exec(output) ?? [];
      return (await inspect(id))?.Id ?? id;
    },
    async tag(source, target) {
      const { repository, tag = 'latest' } = parseReference(target);
      const query = new URLSearchParams({ repo: repository, tag });
      await api.call('POST', `/images/${source}/tag?${query}`);
    },
    async push({ reference, login, say }) {
      const { repository, tag = 'latest' } = parseReference(reference);
      const { host = '' } = locationOf({ repository });
      await api.follow(
        'POST',
        `/images/${repository}/push?tag=${tag}`,
        { headers: { 'x-registry-auth': registryAuth(await login(), host) } },
        say,
      );
      return { digest: await digestOf(reference), size: 0 };
    },
    async pull({ reference, login, say }) {
      const name = formatReference(parseReference(reference));
      const { host = '' } = locationOf(parseReference(reference));
      await api.follow(
        'POST',
        `/images/create?fromImage=${encodeURIComponent(name)}`,
        { headers: { 'x-registry-auth': registryAuth(await login(), host) } },
        say,
      );
      return digestOf(reference);
    },
    inspect,
    async list() {
      const all = await Promise.all((await listImages(api)).map(({ Id }) => inspect(Id)));
      return all.filter((each) => each !== undefined);
    },
  };
}

function contextOf(folder: string, dockerfile: string): PassThrough {
  const file = { path: DOCKERFILE, kind: 'content', content: readFileSync(dockerfile) } as const;
  const sent = new PassThrough();
  // An error destroys the stream, which the request that it goes to reports.
  pipeline(archiveOf([...new Context(folder).entries, file]), sent).catch(() => undefined);
  return sent;
}
