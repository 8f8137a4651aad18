import type { Clock } from '../clock.ts';
import { AwsError } from '../gateway/service.ts';
import type { Account, ParameterStore } from '../parts.ts';

export interface Parameter {
  readonly name: string;
  readonly arn: string;
  readonly value: string;
  readonly type: 'String' | 'StringList' | 'SecureString';
  readonly version: number;
  readonly modified: Date;
  readonly description?: string;
}

export class Parameters implements ParameterStore {
  readonly #account: Account;
  readonly #clock: Clock;
  readonly #byName = new Map<string, Parameter>();

  constructor(account: Account, clock: Clock) {
    this.#account = account;
    this.#clock = clock;
  }

  all(): Parameter[] {
    return [...this.#byName.values()];
  }

  find(nameOrArn: string): Parameter | undefined {
    const name = nameOrArn.replace(/^arn:[^:]+:ssm:[^:]*:\d*:parameter/, '');
    return this.#byName.get(name) ?? this.#byName.get(name.replace(/^\//, ''));
  }

  /** @throws AwsError ParameterNotFound */
  get(nameOrArn: string): Parameter {
    const found = this.find(nameOrArn);
    if (!found) throw new AwsError('ParameterNotFound', `Parameter ${nameOrArn} not found.`);
    return found;
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

  put(given: Pick<Parameter, 'name' | 'value' | 'type' | 'description'>, overwrite: boolean): Parameter {
    const before = this.#byName.get(given.name);
    if (before && !overwrite) {
      throw new AwsError(
        'ParameterAlreadyExists',
        'The parameter already exists. To overwrite this value, set the overwrite option in the request to true.',
      );
    }
    const { id, region } = this.#account;
    const parameter: Parameter = {
      ...given,
      arn: `arn:aws:ssm:${region}:${id}:parameter${given.name.startsWith('/') ? '' : '/'}${given.name}`,
      version: (before?.version ?? 0) + 1,
      modified: this.#clock.date(),
    };
    this.#byName.set(given.name, parameter);
    return parameter;
  }

  delete(name: string): void {
    this.get(name);
    this.#byName.delete(name);
  }
}
