import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Caller } from '../../gateway/service.ts';
import type { Context } from '../context.ts';
import type { Repository } from '../repository.ts';
import { RegistryError } from './errors.ts';
import { isReserved } from './reserved.ts';

/** One request to the registry, by someone who is logged in, about one repository. */
export interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly query: URLSearchParams;
  readonly caller: Caller;
  /** The repository's name, as in the path. */
  readonly name: string;
}

/**
 * The repository that a request is about, when its caller may do this there.
 * The action is the one that IAM policies name for it (user guide, "Amazon ECR … permissions for pushing").
 *
 * @throws RegistryError DENIED, NAME_UNKNOWN
 */
export function repositoryFor(
  { account, refuses, repositories }: Context,
  reserved: Repository,
  { caller, name }: Exchange,
  action: string,
): Repository {
  if (isReserved(name)) return reserved;
  const arn = `arn:aws:ecr:${account.region}:${account.id}:repository/${name}`;
  const refusal = refuses(caller, `ecr:${action}`, arn);
  if (refusal !== undefined) throw new RegistryError(403, 'DENIED', refusal);
  const repository = repositories.find(name);
  if (!repository)
    throw new RegistryError(
      404,
      'NAME_UNKNOWN',
      `The repository with name '${name}' does not exist in the registry with id '${account.id}'`,
    );
  return repository;
}
