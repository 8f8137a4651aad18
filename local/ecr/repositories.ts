import { AwsError } from '../gateway/service.ts';
import type { Account } from '../parts.ts';
import { Repository, type RepositorySettings } from './repository.ts';

/** The account's registry. */
export class Repositories {
  readonly #account: Account;
  readonly #byName = new Map<string, Repository>();

  constructor(account: Account) {
    this.#account = account;
  }

  /** Where docker finds it: the host and port of the gateway. */
  get host(): string {
    return new URL(this.#account.endpoint).host;
  }

  all(): Repository[] {
    return [...this.#byName.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  find(name: string): Repository | undefined {
    return this.#byName.get(name);
  }

  /** @throws AwsError RepositoryNotFoundException */
  get(name: string | undefined, registryId: string = this.#account.id): Repository {
    const found = registryId === this.#account.id ? this.#byName.get(name ?? '') : undefined;
    if (!found)
      throw new AwsError(
        'RepositoryNotFoundException',
        `The repository with name '${name}' does not exist in the registry with id '${registryId}'`,
      );
    return found;
  }

  /** @throws AwsError RepositoryNotFoundException */
  byArn(arn: string | undefined): Repository {
    const found = this.all().find((repository) => repository.arn === arn);
    if (!found)
      throw new AwsError(
        'RepositoryNotFoundException',
        `The repository with arn '${arn}' does not exist in the registry with id '${this.#account.id}'`,
      );
    return found;
  }

  /** @throws AwsError RepositoryAlreadyExistsException */
  create(name: string, createdAt: Date, settings: RepositorySettings): Repository {
    const { id, region } = this.#account;
    if (this.#byName.has(name))
      throw new AwsError(
        'RepositoryAlreadyExistsException',
        `The repository with name '${name}' already exists in the registry with id '${id}'`,
      );
    const arn = `arn:aws:ecr:${region}:${id}:repository/${name}`;
    const repository = new Repository({ name, arn, uri: `${this.host}/${name}`, createdAt }, settings);
    this.#byName.set(name, repository);
    return repository;
  }

  /** @throws AwsError RepositoryNotFoundException, RepositoryNotEmptyException */
  delete(name: string | undefined, force: boolean, registryId?: string): Repository {
    const repository = this.get(name, registryId);
    if (repository.images.size > 0 && !force)
      throw new AwsError(
        'RepositoryNotEmptyException',
        `The repository with name '${name}' in registry with id '${this.#account.id}' cannot be deleted because it still contains images`,
      );
    this.#byName.delete(repository.name);
    return repository;
  }
}
