import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import type { Clock } from '../clock.ts';
import type { Account, EventSink, ImageStore, Part, Refuses } from '../parts.ts';
import { Blobs } from './blobs.ts';
import type { Context } from './context.ts';
import { imageStoreOf } from './image-store.ts';
import { operationsOf } from './operations/index.ts';
import { repositoryPolicy } from './policies.ts';
import { registryHandler } from './registry/handler.ts';
import { Repositories } from './repositories.ts';
import { ecrResources } from './resources.ts';
import { Tokens } from './tokens.ts';

/**
 * Amazon ECR: its API, and the OCI registry that docker pushes to and pulls from (`/v2/` on the gateway's port).
 * Blobs lie in `account.folder`; repositories, tags and manifests are in memory.
 *
 * @param deps.refuses judges what is done through the registry by the role whose token it is; all is permitted
 *   where it is not given
 */
export function createEcr(deps: {
  account: Account;
  clock: Clock;
  events: EventSink;
  refuses?: Refuses;
}): Part & {
  images: ImageStore;
  handleRegistry(request: IncomingMessage, response: ServerResponse): void;
  /** Puts a blob into the registry's store that lies on this machine already, without sending it. */
  seedBlob(file: string, digest: string): void;
} {
  const { account, clock, events, refuses = () => undefined } = deps;
  const context: Context = {
    account,
    clock,
    events,
    refuses,
    repositories: new Repositories(account),
    blobs: new Blobs(join(account.folder, 'ecr')),
    tokens: new Tokens(clock),
  };
  return {
    service: { client: 'ecr', operations: operationsOf(context) },
    resources: ecrResources(context),
    policyOf(arn) {
      const [, name] = /^arn:aws:ecr:[^:]*:\d*:repository\/(.+)$/.exec(arn) ?? [];
      const text = name === undefined ? undefined : context.repositories.find(name)?.policy;
      return text === undefined ? undefined : repositoryPolicy(text);
    },
    images: imageStoreOf(context),
    handleRegistry: registryHandler(context),
    seedBlob: (file, digest) => context.blobs.link(file, digest),
  };
}
