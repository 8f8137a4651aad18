import { AwsError } from '../../gateway/service.ts';
import type { ResourceProviders } from '../provider.ts';
import { dependencies } from './dependencies.ts';
import { checkType } from './parameters.ts';
import { formatError, type Template } from './parse.ts';
import { PSEUDO_PARAMETERS } from './pseudo.ts';
import { referencesIn } from './references.ts';

/**
 * Everything that can be known to be wrong before anything is made.
 * @throws AwsError ValidationError
 */
export function checkTemplate(template: Template, providers: ResourceProviders): void {
  for (const [name, parameter] of Object.entries(template.Parameters)) checkType(name, parameter);
  checkTypes(template, providers);
  checkConditionNames(template);
  // References that cannot be read (a Fn::Sub without text) are template errors too.
  asFormatErrors(() => {
    checkReferences(template);
    dependencies(template, new Set(Object.keys(template.Resources)));
  });
}

function asFormatErrors(check: () => void): void {
  try {
    check();
  } catch (error) {
    if (error instanceof AwsError) throw error;
    throw new AwsError('ValidationError', error instanceof Error ? error.message : String(error), {
      cause: error,
    });
  }
}

function checkTypes(template: Template, providers: ResourceProviders): void {
  const unknown = Object.entries(template.Resources).filter(
    ([, { Type }]) => !Object.hasOwn(providers, Type),
  );
  if (unknown.length === 0) return;
  const types = [...new Set(unknown.map(([, { Type }]) => Type))];
  const where = unknown.map(([logicalId, { Type }]) => `${logicalId} is ${Type}`);
  throw formatError(
    `Unrecognized resource types: [${types.join(', ')}]. The local cloud does not provide them: ${where.join(', ')}`,
  );
}

function checkConditionNames(template: Template): void {
  const users = [...Object.entries(template.Resources), ...Object.entries(template.Outputs)];
  for (const [name, { Condition }] of users)
    if (Condition !== undefined && !Object.hasOwn(template.Conditions, Condition))
      throw formatError(`Unresolved condition dependency ${Condition} of ${name}`);
}

function checkReferences(template: Template): void {
  const known = (name: string) =>
    Object.hasOwn(template.Resources, name) ||
    Object.hasOwn(template.Parameters, name) ||
    PSEUDO_PARAMETERS.includes(name);
  const check = (names: Iterable<string>, block: string) => {
    const unresolved = [...names].filter((name) => !known(name));
    if (unresolved.length > 0)
      throw formatError(
        `Unresolved resource dependencies [${unresolved.join(', ')}] in the ${block} block of the template`,
      );
  };
  check(
    Object.values(template.Resources).flatMap(({ Properties, DependsOn }) => [
      ...referencesIn(Properties),
      ...DependsOn,
    ]),
    'Resources',
  );
  check(referencesIn(template.Outputs), 'Outputs');
}
