import { posix } from 'node:path';
import { currentUser, isCurrentUser } from '../current-user.ts';
import { jsonWords } from './copy.ts';
import type { Step } from './dockerfile.ts';
import { healthCheck } from './health-check.ts';
import type { Stage } from './stage.ts';
import { expand, wordsOf } from './words.ts';

/** What the instructions do that change the image's configuration, by keyword. */
export const configuring: Readonly<Record<string, (step: Step, stage: Stage) => void>> = {
  ENV(step, stage) {
    for (const [name, value] of pairsOf(step, stage)) stage.setEnvironment(name, value);
  },
  LABEL(step, { settings, lookup }) {
    settings.Labels = { ...settings.Labels, ...Object.fromEntries(pairsOf(step, { lookup })) };
  },
  WORKDIR(step, stage) {
    const path = posix.resolve(stage.workingDirectory, expand(step.text, stage.lookup));
    stage.settings.WorkingDir = path;
    if (!stage.isFolder(path)) stage.pending.push({ path: path.slice(1), kind: 'directory' });
    stage.addFolder(path);
  },
  EXPOSE(step, { settings, lookup }) {
    const ports = wordsOf(step.text, lookup).map((port) => [port.includes('/') ? port : `${port}/tcp`, {}]);
    settings.ExposedPorts = { ...settings.ExposedPorts, ...Object.fromEntries(ports) };
  },
  CMD(step, stage) {
    stage.settings.Cmd = commandOf(step);
    stage.hasOwnCommand = true;
  },
  ENTRYPOINT(step, stage) {
    stage.settings.Entrypoint = commandOf(step);
    if (!stage.hasOwnCommand) stage.settings.Cmd = null;
  },
  STOPSIGNAL(step, { settings, lookup }) {
    settings.StopSignal = expand(step.text, lookup);
  },
  HEALTHCHECK(step, { settings }) {
    settings.Healthcheck = healthCheck(step);
  },
  USER(step, { settings, lookup }) {
    const user = expand(step.text, lookup);
    if (!isCurrentUser(user))
      throw step.fail(
        `USER ${user} needs a Docker engine: without one a container runs as the user who runs it, ${currentUser()}`,
      );
    settings.User = user;
  },
};

function commandOf(step: Step): string[] {
  return step.text.startsWith('[') ? jsonWords(step) : ['/bin/sh', '-c', step.text];
}

/** `NAME=VALUE …`, or the old form `NAME VALUE`. */
function pairsOf(step: Step, { lookup }: Pick<Stage, 'lookup'>): [string, string][] {
  const [first = ''] = step.text.split(/\s/, 1);
  if (!first.includes('=')) {
    const value = step.text.slice(first.length).trim();
    if (value === '') throw step.fail(`${step.keyword} ${first} has no value`);
    return [[first, expand(value, lookup)]];
  }
  return wordsOf(step.text, lookup).map((word) => {
    const at = word.indexOf('=');
    if (at < 1) throw step.fail(`${step.keyword}: ${word} is not NAME=VALUE`);
    return [word.slice(0, at), word.slice(at + 1)];
  });
}
