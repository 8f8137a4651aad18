import { createHash } from 'node:crypto';
import type { OptionSetting } from '../../deployment/beanstalk-target.ts';
import { Rejected } from '../../deployment/errors.ts';
import type { Environment } from './target.ts';

/** What is rolled: an application version, with the option settings that the environment is to have with it. */
export interface Revision {
  readonly label: string;
  readonly settings: readonly OptionSetting[];
}

/** Between a version's label and the fingerprint of its settings. */
const SETTINGS = '+s-';

/** The name of a revision: `LABEL`, or `LABEL+s-FINGERPRINT` with settings. */
export function nameOfRevision({ label, settings }: Revision): string {
  return settings.length === 0 ? label : `${label}${SETTINGS}${fingerprintOf(settings)}`;
}

/** The same, and what it stands for kept. */
export async function keepRevision({ memory }: Environment, revision: Revision): Promise<string> {
  const { settings } = revision;
  if (settings.length > 0) await memory.keep(fingerprintOf(settings), settings);
  return nameOfRevision(revision);
}

/** @throws Rejected where its settings are not known any more */
export async function readRevision({ memory }: Environment, revision: string): Promise<Revision> {
  const label = labelOf(revision);
  if (label === revision) return { label, settings: [] };
  const settings = await memory.recall(revision.slice(label.length + SETTINGS.length));
  if (settings === undefined) throw new Rejected(`the settings of ${revision} are not in the ledger`);
  return { label, settings };
}

export function labelOf(revision: string): string {
  return revision.replace(/\+s-[0-9a-f]{8}$/, '');
}

function fingerprintOf(set: readonly OptionSetting[]): string {
  const plain = set.map(({ namespace, name, value }) => JSON.stringify([namespace, name, value])).sort();
  return createHash('sha256').update(plain.join('\n')).digest('hex').slice(0, 8);
}
