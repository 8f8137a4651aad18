import { parseReference } from '../../images/reference.ts';
import { readArguments } from '../arguments.ts';
import { format } from '../format.ts';
import { type Command, loginFor } from './command.ts';

export const tag: Command = async (words, { tool }) => {
  const [source, target] = readArguments('tag', words, { values: [], switches: [] }).rest;
  if (source === undefined || target === undefined)
    throw new Error('"docker tag" requires exactly 2 arguments, SOURCE_IMAGE and TARGET_IMAGE');
  await tool.tag(source, target);
};

export const push: Command = async (words, shell) => {
  const given = readArguments('push', words, {
    values: [],
    switches: ['-q', '--quiet', '-a', '--all-tags'],
  });
  const [reference] = given.rest;
  if (reference === undefined) throw new Error('"docker push" requires exactly 1 argument, the image');
  const { repository, tag: name } = parseReference(reference);
  const wanted = given.has('-a', '--all-tags')
    ? (await shell.tool.list()).flatMap(({ RepoTags }) =>
        RepoTags.filter((each) => each.startsWith(`${repository}:`)),
      )
    : [`${repository}:${name ?? 'latest'}`];
  const quiet = given.has('-q', '--quiet');
  if (!quiet) shell.out(`The push refers to repository [${repository}]\n`);
  for (const each of wanted) {
    const say = quiet ? () => undefined : shell.out;
    const { digest, size } = await shell.tool.push({ reference: each, login: loginFor(shell, each), say });
    shell.out(quiet ? `${each}\n` : `${parseReference(each).tag}: digest: ${digest} size: ${size}\n`);
  }
};

export const pull: Command = async (words, shell) => {
  const given = readArguments('pull', words, { values: ['--platform'], switches: ['-q', '--quiet'] });
  const [reference] = given.rest;
  if (reference === undefined) throw new Error('"docker pull" requires exactly 1 argument, the image');
  const digest = await shell.tool.pull({ reference, login: loginFor(shell, reference), say: shell.out });
  shell.out(given.has('-q', '--quiet') ? `${reference}\n` : `Digest: ${digest}\n${reference}\n`);
};

export const inspect: Command = async (words, { tool, out }) => {
  const given = readArguments('inspect', words, { values: ['-f', '--format', '--type'], switches: [] });
  const template = given.last('-f', '--format');
  const found = await Promise.all(
    given.rest.map(async (reference) => {
      const details = await tool.inspect(reference);
      if (!details) throw new Error(`Error: No such object: ${reference}`);
      return details;
    }),
  );
  if (template === undefined) out(`${JSON.stringify(found, null, 4)}\n`);
  else for (const details of found) out(`${format(template, details)}\n`);
};

export const images: Command = async (words, { tool, out }) => {
  const given = readArguments('images', words, {
    values: [],
    switches: ['-q', '--quiet', '--no-trunc', '-a', '--all'],
  });
  const [only] = given.rest;
  const id = (text: string) => (given.has('--no-trunc') ? text : text.slice('sha256:'.length, 19));
  const rows = (await tool.list()).flatMap(({ Id, RepoTags }) =>
    RepoTags.map((reference) => ({ ...parseReference(reference), id: id(Id) })),
  );
  const shown = rows.filter(({ repository, tag: name }) =>
    only === undefined ? true : only === repository || only === `${repository}:${name}`,
  );
  if (given.has('-q', '--quiet')) for (const each of new Set(shown.map((row) => row.id))) out(`${each}\n`);
  else {
    out('REPOSITORY\tTAG\tIMAGE ID\n');
    for (const row of shown) out(`${row.repository}\t${row.tag}\t${row.id}\n`);
  }
};
