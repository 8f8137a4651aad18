import type { Parameter as ParameterInput } from '@aws-sdk/client-cloudformation';
import { AwsError } from '../../gateway/service.ts';
import type { Template } from './parse.ts';
import type { Parameter } from './shape.ts';

/** By name, as text: what a stack keeps for `UsePreviousValue`. */
export type ParameterValues = ReadonlyMap<string, string>;

/**
 * The value of each parameter of the template.
 * @throws AwsError ValidationError for one that is missing, unknown or against its constraints
 */
export function parameterValues(
  template: Template,
  given: readonly ParameterInput[] = [],
  previous: ParameterValues = new Map(),
): ParameterValues {
  const unknown = given.filter(({ ParameterKey = '' }) => !Object.hasOwn(template.Parameters, ParameterKey));
  if (unknown.length > 0)
    throw invalid(
      `Parameters: [${unknown.map((item) => item.ParameterKey).join(', ')}] do not exist in the template`,
    );
  const values = new Map<string, string>();
  const missing: string[] = [];
  for (const [name, declared] of Object.entries(template.Parameters)) {
    const input = given.find(({ ParameterKey }) => ParameterKey === name);
    const value = (input?.UsePreviousValue ? previous.get(name) : input?.ParameterValue) ?? declared.Default;
    if (value === undefined) missing.push(name);
    else {
      checkValue(name, declared, value);
      values.set(name, value);
    }
  }
  if (missing.length > 0) throw invalid(`Parameters: [${missing.join(', ')}] must have values`);
  return values;
}

const isList = (type: string): boolean => type === 'CommaDelimitedList' || type.startsWith('List<');

/** What `Ref` gives: a list for the list types, else text. */
export function typedParameters(
  template: Template,
  values: ParameterValues,
): ReadonlyMap<string, string | readonly string[]> {
  return new Map(
    [...values].map(([name, value]) => [
      name,
      isList(template.Parameters[name]?.Type ?? '') ? split(value) : value,
    ]),
  );
}

const split = (value: string): string[] => (value === '' ? [] : value.split(',').map((item) => item.trim()));

/** @throws AwsError ValidationError for a type that the local cloud cannot look up */
export function checkType(name: string, { Type }: Parameter): void {
  if (/^(String|Number|List<Number>|CommaDelimitedList)$/.test(Type)) return;
  // Names of things in EC2 and Route 53 are text to a template; that they exist is checked by who uses them.
  if (/^(List<)?AWS::(EC2|Route53)::[A-Za-z]+(::[A-Za-z]+)*>?$/.test(Type)) return;
  throw invalid(`Parameter ${name}: the local cloud has no parameters of the type ${Type}`);
}

function checkValue(name: string, declared: Parameter, value: string): void {
  const fail = (rule: string): never => {
    const constraint = declared.ConstraintDescription ?? rule;
    throw invalid(`Parameter '${name}' failed to satisfy constraint: ${constraint}`);
  };
  const items = isList(declared.Type) ? split(value) : [value];
  if (declared.AllowedValues && !items.every((item) => declared.AllowedValues?.includes(item)))
    throw invalid(`Parameter '${name}' must be one of AllowedValues`);
  if (/Number/.test(declared.Type))
    for (const item of items) {
      const number = Number(item);
      if (item === '' || Number.isNaN(number)) throw invalid(`Parameter '${name}' must be a number.`);
      if (number < (declared.MinValue ?? -Infinity)) fail(`Member must be at least ${declared.MinValue}`);
      if (number > (declared.MaxValue ?? Infinity)) fail(`Member must be at most ${declared.MaxValue}`);
    }
  if (declared.AllowedPattern !== undefined && !new RegExp(`^(?:${declared.AllowedPattern})$`).test(value))
    fail(`must match pattern ${declared.AllowedPattern}`);
  if (value.length < (declared.MinLength ?? 0))
    fail(`must contain at least ${declared.MinLength} characters`);
  if (value.length > (declared.MaxLength ?? Infinity))
    fail(`must contain at most ${declared.MaxLength} characters`);
}

const invalid = (message: string): AwsError => new AwsError('ValidationError', message);
