import { randomBytes, randomUUID } from 'node:crypto';
import type { Clock } from '../clock.ts';
import { AwsError } from '../gateway/service.ts';
import type { Account, SecretStore } from '../parts.ts';

/** The staging label of the version that is in force. @see https://docs.aws.amazon.com/secretsmanager/latest/userguide/whats-in-a-secret.html */
export const CURRENT = 'AWSCURRENT';

export interface Secret {
  readonly name: string;
  /** Ends with six characters that AWS adds to the name. */
  readonly arn: string;
  readonly value: string;
  readonly version: string;
  readonly description: string | undefined;
  readonly created: Date;
  /** When it goes; until then it can be described, and not read. */
  deleted: Date | undefined;
}

/** The account's secrets, each with one version. Nothing is encrypted: there is no KMS. */
export class Secrets implements SecretStore {
  readonly #account: Account;
  readonly #clock: Clock;
  readonly #byName = new Map<string, Secret>();

  constructor(account: Account, clock: Clock) {
    this.#account = account;
    this.#clock = clock;
  }

  /** @throws AwsError ResourceExistsException */
  create(name: string, value: string, version: string | undefined, description: string | undefined): Secret {
    if (this.#byName.has(name))
      throw new AwsError(
        'ResourceExistsException',
        `The operation failed because the secret ${name} already exists.`,
      );
    const { region, id } = this.#account;
    const suffix = randomBytes(3).toString('hex');
    const secret: Secret = {
      name,
      arn: `arn:aws:secretsmanager:${region}:${id}:secret:${name}-${suffix}`,
      value,
      version: version ?? randomUUID(),
      description,
      created: this.#clock.date(),
      deleted: undefined,
    };
    this.#byName.set(name, secret);
    return secret;
  }

  /** By name, by ARN, or by ARN without the characters that AWS added. @throws AwsError ResourceNotFoundException */
  get(nameOrArn: string): Secret {
    const found = [...this.#byName.values()].find(
      ({ name, arn }) => nameOrArn === name || nameOrArn === arn || nameOrArn === arn.slice(0, -7),
    );
    if (found && !(found.deleted && found.deleted <= this.#clock.date())) return found;
    throw new AwsError('ResourceNotFoundException', "Secrets Manager can't find the specified secret.");
  }

  /** @throws AwsError ResourceNotFoundException, InvalidRequestException */
  read(nameOrArn: string): Secret {
    const secret = this.get(nameOrArn);
    if (secret.deleted === undefined) return secret;
    throw new AwsError(
      'InvalidRequestException',
      "You can't perform this operation on the secret because it was marked for deletion.",
    );
  }

  value(nameOrArn: string): string {
    return this.read(nameOrArn).value;
  }

  remove({ name }: Secret): void {
    this.#byName.delete(name);
  }
}
