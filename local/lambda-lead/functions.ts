import { AwsError } from '../gateway/service.ts';
import type { Account } from '../parts.ts';

/** One version's settings, or those of `$LATEST`. Times in seconds, memory in MB. */
export interface FunctionSettings {
  readonly handler: string;
  readonly runtime: string;
  readonly role: string;
  readonly timeout: number;
  readonly memory: number;
  readonly description: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly architectures: readonly string[];
  readonly code: Code;
  readonly durable?: { readonly executionTimeout: number; readonly retentionDays: number };
  readonly deadLetterArn?: string;
  readonly logGroup?: string;
  readonly modified: Date;
}

export interface Code {
  /** Base64, as Lambda gives it. */
  readonly sha256: string;
  readonly size: number;
  /** Where the zip was unpacked. */
  readonly folder: string;
}

export interface AsyncSettings {
  readonly maximumRetryAttempts?: number;
  readonly maximumEventAgeInSeconds?: number;
  readonly onFailureArn?: string;
}

export interface Alias {
  readonly name: string;
  version: string;
  description: string;
}

export interface LambdaFunction {
  readonly name: string;
  readonly arn: string;
  latest: FunctionSettings;
  readonly versions: Map<string, FunctionSettings>;
  readonly aliases: Map<string, Alias>;
  /** By qualifier. */
  readonly asynchronous: Map<string, AsyncSettings>;
  /** Statements of the resource policy by id. */
  readonly policy: Map<string, object>;
  reservedConcurrency?: number;
}

/** A function with the version that a name, ARN and qualifier stand for. */
export interface Resolved {
  readonly fn: LambdaFunction;
  /** `$LATEST` or a number. */
  readonly version: string;
  readonly qualifier: string;
  readonly settings: FunctionSettings;
  /** As it was asked for: with the alias. */
  readonly invokedArn: string;
}

/** The account's functions. */
export class FunctionRegistry {
  readonly #account: Account;
  readonly #byName = new Map<string, LambdaFunction>();

  constructor(account: Account) {
    this.#account = account;
  }

  list(): LambdaFunction[] {
    return [...this.#byName.values()];
  }

  create(name: string, latest: FunctionSettings): LambdaFunction {
    if (this.#byName.has(name))
      throw new AwsError('ResourceConflictException', `Function already exist: ${name}`, { status: 409 });
    const { region, id } = this.#account;
    const fn: LambdaFunction = {
      name,
      arn: `arn:aws:lambda:${region}:${id}:function:${name}`,
      latest,
      versions: new Map(),
      aliases: new Map(),
      asynchronous: new Map(),
      policy: new Map(),
    };
    this.#byName.set(name, fn);
    return fn;
  }

  /** @throws AwsError ResourceNotFoundException */
  delete(name: string): void {
    this.#byName.delete(this.get(name).name);
  }

  /** By name, partial or whole ARN. @throws AwsError ResourceNotFoundException */
  get(named: string): LambdaFunction {
    const fn = this.#byName.get(parseName(named).name);
    if (!fn) throw notFound(named);
    return fn;
  }

  /** @throws AwsError ResourceNotFoundException */
  resolve(named: string, qualifier?: string): Resolved {
    const fn = this.get(named);
    const asked = qualifier ?? parseName(named).qualifier ?? '$LATEST';
    const version = fn.aliases.get(asked)?.version ?? asked;
    const settings = version === '$LATEST' ? fn.latest : fn.versions.get(version);
    if (!settings) throw notFound(`${fn.arn}:${asked}`);
    const invokedArn = asked === '$LATEST' ? fn.arn : `${fn.arn}:${asked}`;
    return { fn, version, qualifier: asked, settings, invokedArn };
  }

  publish(fn: LambdaFunction, description?: string): string {
    const newest = [...fn.versions].at(-1);
    // Nothing has changed since: the version that there is is the answer.
    if (newest && newest[1].modified === fn.latest.modified) return newest[0];
    const version = String(fn.versions.size + 1);
    fn.versions.set(version, description ? { ...fn.latest, description } : fn.latest);
    return version;
  }
}

function parseName(named: string): { name: string; qualifier?: string } {
  const match =
    /^(?:arn:[^:]+:lambda:[^:]*:\d*:function:|\d{12}:function:|function:)?([\w.-]+)(?::([\w$.-]+))?$/.exec(
      named,
    );
  const [, name = named, qualifier] = match ?? [];
  return { name, ...(qualifier ? { qualifier } : {}) };
}

function notFound(what: string): AwsError {
  return new AwsError('ResourceNotFoundException', `Function not found: ${what}`, { status: 404 });
}
