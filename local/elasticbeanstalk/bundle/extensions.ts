import { LineCounter, parseDocument } from 'yaml';
import { BundleError, type Plan } from './plan.ts';

/** What a configuration file may have beside option settings: here nothing of it is done. */
const NOT_DONE = [
  'commands',
  'container_commands',
  'files',
  'groups',
  'packages',
  'services',
  'sources',
  'users',
  'Resources',
];

/**
 * What `.ebextensions/*.config` and `.platform/` ask for ("Advanced environment customization with configuration files").
 * @throws BundleError for a file that is neither YAML nor JSON
 */
export function extensions(files: ReadonlyMap<string, string>): Pick<Plan, 'options' | 'warnings'> {
  const options: Plan['options'][number][] = [];
  const warnings: string[] = [];
  // In alphabetical order: what comes later is stronger.
  for (const path of [...files.keys()].sort()) {
    if (path.startsWith('.platform/'))
      warnings.push(`${path} is not run: the local cloud has no hooks on instances.`);
    if (!/^\.ebextensions\/[^/]+\.config$/.test(path)) continue;
    const content = contentOf(path, files.get(path) ?? '');
    for (const [key, value] of Object.entries(content)) {
      if (key === 'option_settings') options.push(...settingsOf(path, value));
      else if (NOT_DONE.includes(key)) warnings.push(`${path}: ${key} is not done by the local cloud.`);
      else
        throw new BundleError(
          `The configuration file ${path} in application version contains an unknown key: ${key}.`,
        );
    }
  }
  return { options, warnings };
}

function contentOf(path: string, text: string): object {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const [error] = document.errors;
  const value: unknown = error ? undefined : document.toJS();
  if (error || typeof value !== 'object' || value === null)
    throw new BundleError(
      `The configuration file ${path} in application version contains invalid YAML or JSON. ` +
        `YAML exception: ${error ? `${error.message} (line ${lines.linePos(error.pos[0]).line})` : 'it is no map'}. ` +
        'Update the configuration file.',
    );
  return value;
}

/** By namespace, or as a list of the three members. */
function settingsOf(path: string, value: unknown): Plan['options'][number][] {
  const refuse = () =>
    new BundleError(`The configuration file ${path} has option_settings that are not name and value.`);
  if (Array.isArray(value))
    return value.map((one: unknown) => {
      if (typeof one !== 'object' || one === null) throw refuse();
      const given = new Map(Object.entries(one));
      const name: unknown = given.get('option_name');
      if (typeof name !== 'string') throw refuse();
      return {
        Namespace: String(given.get('namespace') ?? 'aws:elasticbeanstalk:application:environment'),
        OptionName: name,
        Value: String(given.get('value') ?? ''),
      };
    });
  if (typeof value !== 'object' || value === null) throw refuse();
  return Object.entries(value).flatMap(([Namespace, names]: [string, unknown]) => {
    if (typeof names !== 'object' || names === null) throw refuse();
    return Object.entries(names).map(([OptionName, text]: [string, unknown]) => ({
      Namespace,
      OptionName,
      Value: String(text ?? ''),
    }));
  });
}
