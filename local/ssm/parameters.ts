import type { ParameterType } from '@aws-sdk/client-ssm';
import type { Clock } from '../clock.ts';
import { AwsError } from '../gateway/service.ts';
import type { Account, ParameterStore } from '../parts.ts';

/** Bytes that a standard parameter's value may have, and an advanced one's. @see https://docs.aws.amazon.com/systems-manager/latest/userguide/parameter-store-advanced-parameters.html */
const MAX_BYTES = { Standard: 4096, Advanced: 8192 };
/** Versions that are kept of a parameter. @see https://docs.aws.amazon.com/systems-manager/latest/userguide/sysman-paramstore-versions.html */
const MAX_VERSIONS = 100;

/** A parameter at one of its versions. */
export interface Parameter {
  readonly name: string;
  readonly arn: string;
  readonly value: string;
  readonly type: ParameterType;
  readonly tier: 'Standard' | 'Advanced';
  readonly version: number;
  readonly modified: Date;
  /** ARN of who put it. */
  readonly modifiedBy: string | undefined;
  readonly description: string | undefined;
  readonly allowedPattern: string | undefined;
  /** Of a secure string: named, never used. */
  readonly keyId: string | undefined;
}

export type ParameterSettings = Omit<Parameter, 'arn' | 'version' | 'modified'>;

/** The account's parameters with their earlier versions. Secure strings are kept in memory as they are. */
export class Parameters implements ParameterStore {
  readonly #account: Account;
  readonly #clock: Clock;
  /** By name, the newest version last. */
  readonly #versions = new Map<string, Parameter[]>();
  /** By name: they are of all versions. */
  readonly #tags = new Map<string, Map<string, string>>();

  constructor(account: Account, clock: Clock) {
    this.#account = account;
    this.#clock = clock;
  }

  /** The newest version of each. */
  all(): Parameter[] {
    return [...this.#versions.values()].flatMap((versions) => versions.at(-1) ?? []);
  }

  /** By name or ARN, with `:VERSION` for an earlier version. */
  find(nameOrArn: string): Parameter | undefined {
    const { versions, version } = this.#lookUp(nameOrArn);
    return version === undefined
      ? versions?.at(-1)
      : versions?.find((one) => String(one.version) === version);
  }

  /** @throws AwsError ParameterNotFound, ParameterVersionNotFound */
  get(nameOrArn: string): Parameter {
    const found = this.find(nameOrArn);
    if (found) return found;
    const { versions, version } = this.#lookUp(nameOrArn);
    throw versions
      ? new AwsError(
          'ParameterVersionNotFound',
          `Systems Manager could not find version ${version} of ${nameOrArn}. Verify the version and try again.`,
        )
      : new AwsError('ParameterNotFound', `Parameter ${nameOrArn} not found.`);
  }

  value(nameOrArn: string): string {
    return this.get(nameOrArn).value;
  }

  under(path: string, recursive: boolean): Parameter[] {
    const prefix = path.endsWith('/') ? path : `${path}/`;
    return this.all().filter(
      ({ name }) => name.startsWith(prefix) && (recursive || !name.slice(prefix.length).includes('/')),
    );
  }

  /** @throws AwsError ParameterAlreadyExists, ParameterPatternMismatchException, ValidationException */
  put(given: ParameterSettings, overwrite: boolean): Parameter {
    const versions = this.#versions.get(given.name) ?? [];
    if (versions.length > 0 && !overwrite)
      throw new AwsError(
        'ParameterAlreadyExists',
        'The parameter already exists. To overwrite this value, set the overwrite option in the request to true.',
      );
    checkValue(given);
    const { id, region } = this.#account;
    const parameter: Parameter = {
      ...given,
      arn: `arn:aws:ssm:${region}:${id}:parameter${given.name.startsWith('/') ? '' : '/'}${given.name}`,
      version: (versions.at(-1)?.version ?? 0) + 1,
      modified: this.#clock.date(),
    };
    this.#versions.set(given.name, [...versions, parameter].slice(-MAX_VERSIONS));
    return parameter;
  }

  /** All versions that are kept, the oldest first. @throws AwsError ParameterNotFound */
  history(name: string): readonly Parameter[] {
    return this.#versions.get(this.get(name).name) ?? [];
  }

  /** @throws AwsError ParameterNotFound */
  tags(name: string): ReadonlyMap<string, string> {
    return this.#tags.get(this.get(name).name) ?? new Map();
  }

  setTags(name: string, tags: ReadonlyMap<string, string>): void {
    this.#tags.set(this.get(name).name, new Map(tags));
  }

  delete(named: string): void {
    const { name } = this.get(named);
    this.#versions.delete(name);
    this.#tags.delete(name);
  }

  #lookUp(nameOrArn: string): { versions: Parameter[] | undefined; version: string | undefined } {
    const path = nameOrArn.replace(/^arn:[^:]+:ssm:[^:]*:\d*:parameter/, '');
    const [name = '', version] = path.split(':');
    // An ARN does not tell `/name` from `name`.
    const bare = path === nameOrArn ? undefined : this.#versions.get(name.slice(1));
    return { versions: this.#versions.get(name) ?? bare, version };
  }
}

function checkValue({ value, tier, type, allowedPattern }: ParameterSettings): void {
  const size = Buffer.byteLength(value);
  if (size > MAX_BYTES[tier])
    throw new AwsError(
      'ValidationException',
      `${tier} tier parameters support a maximum parameter value of ${MAX_BYTES[tier]} characters, not ${size}.`,
    );
  if (allowedPattern === undefined) return;
  const pattern = compile(allowedPattern);
  const values = type === 'StringList' ? value.split(',') : [value];
  if (!values.every((one) => pattern.test(one)))
    throw new AwsError(
      'ParameterPatternMismatchException',
      `Parameter value, cannot be validated against allowedPattern: ${allowedPattern}`,
    );
}

function compile(pattern: string): RegExp {
  try {
    return new RegExp(`^(?:${pattern})$`);
  } catch (cause) {
    throw new AwsError('InvalidAllowedPatternException', `${pattern} is no valid pattern`, { cause });
  }
}
