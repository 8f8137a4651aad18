import type { ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import type { Account, Part } from '../parts.ts';
import { HookDeliveries, type HookDelivery } from './hook-deliveries.ts';
import { serveGit } from './http-backend.ts';
import { packNowAndThen } from './packing.ts';
import { announcePush, recordedChanges } from './pushes.ts';
import { initialize, type Repository, type Webhook } from './repository.ts';

export interface Git extends Part {
  /** For requests at `/git/OWNER/NAME.git/…`. */
  handle(request: IncomingMessage, response: ServerResponse): void;
  /**
   * Makes an empty repository that everybody on this machine may read and push to.
   * @param fullName `OWNER/NAME`
   * @throws Error when it is there already, or when the name is not one
   */
  createRepository(
    fullName: string,
    options?: { readonly webhooks?: readonly Webhook[]; readonly defaultBranch?: string },
  ): Promise<Repository>;
  /** @throws Error when there is no such repository */
  addWebhook(fullName: string, webhook: Webhook): void;
  /** The webhook requests so far, the oldest first. */
  readonly hookDeliveries: readonly HookDelivery[];
  /** Sends one again, with the same `X-GitHub-Delivery`. */
  redeliver(id: string): Promise<HookDelivery>;
}

const ADDRESS = /^\/git\/([\w.-]+)\/([\w.-]+?)\.git(\/info\/refs|\/git-upload-pack|\/git-receive-pack)$/;

/** A git server over HTTP that tells of pushes as GitHub does. */
export function createGit({ account }: { account: Account }): Git {
  const repositories = new Map<string, Repository>();
  const deliveries = new HookDeliveries();
  const running = new Set<ChildProcess>();
  const started = (child: ChildProcess): void => {
    running.add(child);
    child.once('close', () => running.delete(child));
  };
  const records = join(account.folder, 'git-pushes');

  const get = (fullName: string): Repository => {
    const repository = repositories.get(fullName);
    if (!repository) throw new Error(`there is no git repository ${fullName}`);
    return repository;
  };

  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const url = new URL(request.url ?? '/', 'http://localhost');
    const [, owner = '', name = '', rest = ''] = ADDRESS.exec(url.pathname) ?? [];
    const repository = repositories.get(`${owner}/${name}`);
    if (!repository) {
      response.writeHead(404, { 'content-type': 'text/plain' }).end('Repository not found.\n');
      return;
    }
    const user = userOf(request) ?? owner;
    const record = join(records, randomUUID());
    await serveGit(
      request,
      response,
      { repository, rest, query: url.search.slice(1), user, record },
      started,
    );
    if (rest !== '/git-receive-pack') return;
    await announcePush(deliveries, repository, await recordedChanges(record), user);
    await packNowAndThen(repository, started);
  };

  return {
    handle(request, response) {
      serve(request, response).catch((error: unknown) => {
        console.error('git:', error);
        response.destroy();
      });
    },
    async createRepository(fullName, { webhooks = [], defaultBranch = 'main' } = {}) {
      const [, owner, name] = /^(\w[\w.-]*)\/(\w[\w.-]*)$/.exec(fullName) ?? [];
      if (!owner || !name || name.endsWith('.git'))
        throw new Error(`a repository is named OWNER/NAME, without .git, not ${fullName}`);
      if (repositories.has(fullName)) throw new Error(`the git repository ${fullName} is there already`);
      const repository: Repository = {
        ...{ id: repositories.size + 1, owner, name, fullName, defaultBranch },
        url: `${account.endpoint}/git/${fullName}.git`,
        folder: join(account.folder, 'git', owner, `${name}.git`),
        createdAt: new Date(),
        webhooks: [...webhooks],
      };
      // Taken at once, so that two calls cannot make the same one.
      repositories.set(fullName, repository);
      await mkdir(records, { recursive: true });
      await initialize(repository);
      return repository;
    },
    addWebhook: (fullName, webhook) => {
      get(fullName).webhooks.push(webhook);
    },
    hookDeliveries: deliveries.all,
    redeliver: (id) => deliveries.redeliver(id),
    async close() {
      deliveries.close();
      for (const child of running) child.kill();
    },
  };
}

/** Whoever an address names (`http://mira@127.0.0.1/…`) is believed: the server is for this machine alone. */
function userOf(request: IncomingMessage): string | undefined {
  const [, encoded] = /^Basic (.+)$/.exec(request.headers.authorization ?? '') ?? [];
  if (encoded === undefined) return undefined;
  return Buffer.from(encoded, 'base64').toString().split(':')[0] || undefined;
}
