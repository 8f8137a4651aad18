import { posix } from 'node:path';
import type { Entry } from '../images/archive.ts';
import { writeLayer } from '../images/layer.ts';
import type { ImageFolder } from '../images/store.ts';
import type { Context } from './context.ts';
import type { Step } from './dockerfile.ts';
import type { Stage } from './stage.ts';
import { wordsOf } from './words.ts';

/** The users of the official Node images and of their stand-in. */
const users: Readonly<Record<string, number>> = { root: 0, node: 1000 };

/** `COPY`: one layer with the files, and with the folders that were asked for before it. */
export async function copy(step: Step, stage: Stage, context: Context, folder: ImageFolder): Promise<void> {
  checkFlags(step);
  const paths = pathsOf(step, stage);
  const target = paths.at(-1) ?? '';
  const sources = paths.slice(0, -1);
  const destination = posix.resolve(stage.workingDirectory, target);
  const found = sources.flatMap((source) => {
    const matches = context.find(source);
    if (matches.length === 0)
      throw step.fail(`COPY failed: ${source} is not in the build context (or .dockerignore leaves it out)`);
    return matches;
  });
  const intoFolder = /(^|\/)\.?$/.test(target) || stage.isFolder(destination);
  if (found.length > 1 && !intoFolder)
    throw step.fail(`COPY of more than one source needs a destination that ends with a slash, not ${target}`);
  const attributes = attributesOf(step, stage);
  const entries = found.flatMap(({ entries: all, isFolder }) =>
    all.map((entry) => {
      const path = isFolder || intoFolder ? posix.join(destination, entry.path) : destination;
      stage.addFolder(posix.dirname(path));
      return attributes({ ...entry, path: path.slice(1) });
    }),
  );
  if (found.some(({ isFolder }) => isFolder)) stage.addFolder(destination);
  stage.layers.push(await writeLayer(folder, [...stage.pending, ...entries]));
  stage.pending = [];
}

function checkFlags(step: Step): void {
  for (const name of step.flags.keys()) {
    if (name === 'from')
      throw step.fail(`COPY --from needs a Docker engine: without one an image has one stage only`);
    if (!['chown', 'chmod', 'link'].includes(name)) throw step.fail(`COPY --${name} needs a Docker engine`);
  }
  if (/<</.test(step.text)) throw step.fail('COPY of a here-document needs a Docker engine');
}

function pathsOf(step: Step, stage: Stage): string[] {
  const words = step.text.startsWith('[') ? jsonWords(step) : wordsOf(step.text, stage.lookup);
  if (words.length < 2) throw step.fail('COPY needs a source and a destination');
  return words;
}

/** The JSON form of an instruction. @throws DockerfileError for what is not a list of texts */
export function jsonWords(step: Step): string[] {
  try {
    const words: unknown = JSON.parse(step.text);
    if (Array.isArray(words) && words.every((word) => typeof word === 'string')) return words;
  } catch {
    // Said below: where it starts with [ the JSON form is meant.
  }
  throw step.fail(`${step.keyword} ${step.text} is not a JSON list of texts in double quotes`);
}

/** Owner and mode are put on record in the layer, as Docker does; an engine that cannot change users ignores them. */
function attributesOf(step: Step, stage: Stage): (entry: Entry) => Entry {
  const [chown = ''] = wordsOf(step.flags.get('chown') ?? '', stage.lookup);
  const [user = '', group = user] = chown.split(':');
  const chmod = step.flags.get('chmod');
  if (chmod !== undefined && !/^[0-7]{3,4}$/.test(chmod))
    throw step.fail(
      `COPY --chmod=${chmod} needs a Docker engine: only octal modes are understood without one`,
    );
  const owner = chown === '' ? {} : { uid: idOf(step, user), gid: idOf(step, group) };
  const mode = chmod === undefined ? {} : { mode: Number.parseInt(chmod, 8) };
  return (entry) => (entry.kind === 'symlink' ? { ...entry, ...owner } : { ...entry, ...owner, ...mode });
}

function idOf(step: Step, name: string): number {
  const id = /^\d+$/.test(name) ? Number(name) : users[name];
  if (id === undefined)
    throw step.fail(`COPY --chown: the user or group ${name} is not in the base image; it has root and node`);
  return id;
}
