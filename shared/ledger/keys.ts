import type { Key } from './table.ts';

// The layout of the ledger's one table. Every write touches one item, so that a condition on it is all the locking there is.

/** The versions of slipway.yml: the newest is the one in force. */
export const configKey = (version: number): Key => ({ pk: 'config', sk: `version#${padded(version)}` });
/** The last pushes of a pipeline with their numbers. */
export const orderKey = (pipeline: string): Key => ({ pk: `pipeline#${pipeline}`, sk: 'order' });
export const pushKey = (pipeline: string, branch: string, before: string, after: string): Key => ({
  pk: `pipeline#${pipeline}`,
  sk: `push#${branch}#${before}..${after}`,
});
/** The order of a commit: of the last push that brought it. */
export const commitKey = (pipeline: string, commit: string): Key => ({
  pk: `pipeline#${pipeline}`,
  sk: `commit#${commit}`,
});
export const buildKey = (pipeline: string, commit: string): Key => ({
  pk: `pipeline#${pipeline}`,
  sk: `build#${commit}`,
});
/** Which build a CodeBuild event is about. */
export const buildIdKey = (build: string): Key => ({ pk: `build#${build}`, sk: 'of' });
export const deploymentKey = (id: string): Key => ({ pk: `deployment#${id}`, sk: 'record' });
export const trailKey = (deployment: string, step: string): Key => ({
  pk: `deployment#${deployment}`,
  sk: `trail#${step}`,
});
/** A pipeline's deployments by the time they were asked for. */
export const historyKey = (pipeline: string, requestedAt: number, id: string): Key => ({
  pk: `history#${pipeline}`,
  sk: `${padded(requestedAt)}#${id}`,
});
/** Deployments that have no verdict yet, or of whose verdict nobody has spoken. */
export const unfinishedKey = (id: string): Key => ({ pk: 'unfinished', sk: id });
/** Ends that nobody is known to have been told of, by the name under which it is remembered that people were told. */
export const untoldKey = (about: string): Key => ({ pk: 'untold', sk: about });
/** The newest ending on a target. */
export const lastKey = (target: string): Key => ({ pk: `target#${target}`, sk: 'last' });
export const targetKey = (target: string): Key => ({ pk: `target#${target}`, sk: 'state' });
/** Every target that was ever touched. */
export const knownTargetKey = (target: string): Key => ({ pk: 'targets', sk: target });
/** What was registered from a content: `scope` is the account and region. */
export const revisionKey = (scope: string, fingerprint: string): Key => ({
  pk: `revision#${scope}`,
  sk: fingerprint,
});
/** What a revision's option settings are, by their fingerprint: of an environment of Elastic Beanstalk. */
export const settingsKey = (target: string, fingerprint: string): Key => ({
  pk: `settings#${target}`,
  sk: fingerprint,
});
/** The line in which deployments begin: `scope` is the account and region of their targets. */
export const slotKey = (scope: string): Key => ({ pk: `slot#${scope}`, sk: 'line' });
/** What has been done already, so that it is not done again when it is asked for twice. */
export const onceKey = (what: string): Key => ({ pk: `once#${what}`, sk: 'once' });

/** Numbers as text that sorts as the numbers do. */
function padded(number: number): string {
  return String(number).padStart(15, '0');
}
