import { randomUUID } from 'node:crypto';
import type { CreateFunctionRequest, FunctionCode } from '@aws-sdk/client-lambda';
import { AwsError } from '../../gateway/service.ts';
import type { Context } from '../context.ts';
import { withCode } from './code.ts';
import type { Alias, FunctionVersion, LambdaFunction } from './function.ts';
import { type Given, settingsOf } from './settings.ts';

// What both the API and CloudFormation do to functions.

/** @throws AwsError InvalidParameterValueException, ResourceConflictException */
export async function createFunction(
  context: Context,
  input: CreateFunctionRequest,
): Promise<LambdaFunction> {
  const { FunctionName = '', Code = {}, Tags = {}, ...given } = input;
  const settings = settingsOf(given, context);
  checkRole(context, settings.role);
  return withCode(context, Code, (code) => context.registry.create(FunctionName, settings, code, Tags));
}

/** @throws AwsError InvalidParameterValueException */
export function changeSettings(context: Context, fn: LambdaFunction, input: Given): FunctionVersion {
  const { registry, environments } = context;
  const previous = fn.latest;
  const settings = settingsOf(input, context, previous.settings);
  if (settings.role !== previous.settings.role) checkRole(context, settings.role);
  const version = registry.update(fn, { settings });
  environments.retire(previous);
  return version;
}

/** @throws AwsError InvalidParameterValueException */
export async function changeCode(
  context: Context,
  fn: LambdaFunction,
  given: FunctionCode,
): Promise<FunctionVersion> {
  const { registry, environments } = context;
  return withCode(context, given, (code) => {
    const previous = fn.latest;
    const version = registry.update(fn, { code });
    environments.retire(previous);
    return version;
  });
}

export function deleteFunction({ registry, environments }: Context, fn: LambdaFunction): void {
  registry.delete(fn);
  for (const version of [fn.latest, ...fn.versions.values()]) environments.retire(version);
}

/** @throws AwsError ResourceConflictException for a version that an alias stands for */
export function deleteVersion({ environments }: Context, fn: LambdaFunction, number: string): void {
  const alias = [...fn.aliases.values()].find(({ version }) => version === number);
  if (alias)
    throw new AwsError(
      'ResourceConflictException',
      `Version ${number} is currently aliased to ${alias.name}: it cannot be deleted.`,
      { status: 409 },
    );
  const version = fn.versions.get(number);
  if (!version) return;
  fn.versions.delete(number);
  environments.retire(version);
}

/** @throws AwsError ResourceNotFoundException for a version that is not there */
export function setAlias(
  { registry }: Context,
  fn: LambdaFunction,
  {
    name,
    version,
    description = '',
    weights,
  }: Omit<Alias, 'revisionId' | 'description'> & { description?: string },
): Alias {
  for (const number of [version, ...Object.keys(weights ?? {})]) registry.resolve(fn.name, number);
  const alias: Alias = {
    name,
    version,
    description,
    revisionId: randomUUID(),
    ...(weights ? { weights } : {}),
  };
  fn.aliases.set(name, alias);
  return alias;
}

function checkRole({ identities }: Context, role: string): void {
  try {
    identities.assume(role, 'lambda-check', { service: 'lambda.amazonaws.com' });
  } catch (cause) {
    throw new AwsError(
      'InvalidParameterValueException',
      'The role defined for the function cannot be assumed by Lambda.',
      { cause },
    );
  }
}
