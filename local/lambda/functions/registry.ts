import { randomUUID } from 'node:crypto';
import type { Clock } from '../../clock.ts';
import { AwsError } from '../../gateway/service.ts';
import type { Account } from '../../parts.ts';
import { functionArn, referenceOf } from '../arns.ts';
import type { Code } from './code.ts';
import type { FunctionVersion, LambdaFunction, Settings } from './function.ts';

/** A version that an invocation goes to, and how it was named. */
export interface Resolved {
  readonly fn: LambdaFunction;
  readonly version: FunctionVersion;
  /** As it was named; undefined for the bare function. */
  readonly qualifier: string | undefined;
  /** `arn:…:function:NAME[:QUALIFIER]` as it was named. */
  readonly arn: string;
}

/** The account's functions. */
export class FunctionRegistry {
  readonly #account: Account;
  readonly #clock: Clock;
  readonly #byName = new Map<string, LambdaFunction>();

  constructor(account: Account, clock: Clock) {
    this.#account = account;
    this.#clock = clock;
  }

  list(): LambdaFunction[] {
    return [...this.#byName.values()];
  }

  find(named: string): LambdaFunction | undefined {
    return this.#byName.get(referenceOf(named).name);
  }

  /** @throws AwsError ResourceNotFoundException */
  get(named: string): LambdaFunction {
    const { name } = referenceOf(named);
    return this.#byName.get(name) ?? notFound(functionArn(this.#account, name));
  }

  /** @throws AwsError ResourceNotFoundException when function, version or alias is not there */
  resolve(named: string, beside?: string): Resolved {
    const { name, qualifier } = referenceOf(named, beside);
    const fn = this.get(name);
    const arn = functionArn(this.#account, name, qualifier);
    const version = versionFor(fn, qualifier);
    if (!version) return notFound(arn);
    return { fn, version, qualifier, arn };
  }

  /** @throws AwsError ResourceConflictException */
  create(
    name: string,
    settings: Settings,
    code: Code,
    tags: Readonly<Record<string, string>>,
  ): LambdaFunction {
    if (this.#byName.has(name))
      throw new AwsError('ResourceConflictException', `Function already exist: ${name}`, { status: 409 });
    const fn: LambdaFunction = {
      name,
      arn: functionArn(this.#account, name),
      latest: this.#version(name, '$LATEST', settings, code),
      versions: new Map(),
      nextVersion: 1,
      aliases: new Map(),
      permissions: new Map(),
      invokeConfigs: new Map(),
      reservedConcurrency: undefined,
      tags,
    };
    this.#byName.set(name, fn);
    return fn;
  }

  /** What runs now goes on as it was started. */
  update(fn: LambdaFunction, changed: { settings?: Settings; code?: Code }): FunctionVersion {
    const { settings, code } = fn.latest;
    fn.latest = this.#version(fn.name, '$LATEST', changed.settings ?? settings, changed.code ?? code);
    return fn.latest;
  }

  /** The version that is the function as it is now: the last one where nothing has changed since. */
  publish(fn: LambdaFunction, description: string | undefined): { version: FunctionVersion; isNew: boolean } {
    const last = fn.versions.get(String(fn.nextVersion - 1));
    const settings = { ...fn.latest.settings, ...(description === undefined ? {} : { description }) };
    if (last && last.code.sha256 === fn.latest.code.sha256 && isSame(last.settings, fn.latest.settings))
      return { version: last, isNew: false };
    const version = this.#version(fn.name, String(fn.nextVersion++), settings, fn.latest.code);
    fn.versions.set(version.version, version);
    return { version, isNew: true };
  }

  delete(fn: LambdaFunction): void {
    this.#byName.delete(fn.name);
  }

  #version(functionName: string, version: string, settings: Settings, code: Code): FunctionVersion {
    const modified = this.#clock.date();
    return { functionName, version, settings, code, modified, revisionId: randomUUID() };
  }
}

/** A description may be given at publishing: it makes no new version. */
function isSame(one: Settings, other: Settings): boolean {
  return JSON.stringify({ ...one, description: '' }) === JSON.stringify({ ...other, description: '' });
}

function versionFor(fn: LambdaFunction, qualifier: string | undefined): FunctionVersion | undefined {
  if (qualifier === undefined || qualifier === '$LATEST') return fn.latest;
  const alias = fn.aliases.get(qualifier);
  if (!alias) return fn.versions.get(qualifier);
  let drawn = Math.random();
  for (const [version, weight] of Object.entries(alias.weights ?? {})) {
    drawn -= weight;
    if (drawn < 0) return fn.versions.get(version);
  }
  return alias.version === '$LATEST' ? fn.latest : fn.versions.get(alias.version);
}

function notFound(arn: string): never {
  throw new AwsError('ResourceNotFoundException', `Function not found: ${arn}`, { status: 404 });
}
