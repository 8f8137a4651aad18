import type { Server } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { DynamoDBClient, DynamoDBServiceException } from '@aws-sdk/client-dynamodb';
import { AwsError } from '../gateway/service.ts';
import type { Account } from '../parts.ts';
import { closeIterators } from './close-iterators.ts';

/** dynalite, in this process. Commands are answered as operations answer, and refused with an AwsError. */
export type Engine = Pick<DynamoDBClient, 'send'>;

type Dynalite = (options: { createTableMs: number; deleteTableMs: number; updateTableMs: number }) => Server;

/** Starts dynalite on a loopback port of its own. Nobody but the gateway is told of it. */
export async function startEngine(account: Account): Promise<{ engine: Engine; close(): Promise<void> }> {
  const dynalite = createRequire(import.meta.url)('dynalite') as Dynalite;
  closeIterators();
  // Without these, a table is half a second in each state.
  const server = dynalite({ createTableMs: 0, deleteTableMs: 0, updateTableMs: 0 });
  // Whoever keeps a connection must not find it closed: a call that meets that end is lost.
  server.keepAliveTimeout = 0;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  // Else it may end a connection that has been idle in the moment in which the next call is sent over it.
  server.keepAliveTimeout = 0;
  // The server is a means: it is not what keeps the local cloud alive.
  server.unref();
  const calls = new Calls();
  return {
    engine: clientOf(account, (server.address() as AddressInfo).port, calls),
    async close() {
      // What it is at work on when its store closes would end the whole process.
      await calls.end();
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
    },
  };
}

/** The calls that are under way. */
class Calls {
  readonly #running = new Set<Promise<unknown>>();
  #isEnding = false;

  /** @throws AwsError InternalServerError once it ends */
  async make<Answer>(call: () => Promise<Answer>): Promise<Answer> {
    if (this.#isEnding)
      throw new AwsError('InternalServerError', 'The local cloud is being ended.', {
        status: 500,
      });
    const running = call();
    const over = running.then(
      () => undefined,
      () => undefined,
    );
    this.#running.add(over);
    return running.finally(() => this.#running.delete(over));
  }

  async end(): Promise<void> {
    this.#isEnding = true;
    await Promise.all(this.#running);
  }
}

function clientOf(account: Account, port: number, calls: Calls): DynamoDBClient {
  const client = new DynamoDBClient({
    endpoint: `http://127.0.0.1:${port}`,
    region: account.region,
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    maxAttempts: 1,
  });
  client.middlewareStack.add(
    (next, { commandName = '' }) =>
      async (given) => {
        try {
          const answer = await calls.make(() => next(given));
          const { $metadata: _, ...output } = answer.output;
          const translated = /Table/.test(commandName) ? translate(output, account) : output;
          // The same members as before: only the texts in them are this account's.
          return { ...answer, output: translated as typeof answer.output };
        } catch (error) {
          if (!(error instanceof DynamoDBServiceException)) throw error;
          throw new AwsError(error.name, error.message, { cause: error });
        }
      },
    { step: 'initialize', priority: 'high', name: 'localCloud' },
  );
  return client;
}

// In these dynalite departs from AWS's model, and nobody reads them: an id that is no UUID, decreases of zero.
const DROPPED = new Set(['TableId', 'NumberOfDecreasesToday']);

/** dynalite has an account and a region of its own: ARNs are told in this cloud's. */
function translate(value: unknown, account: Account): unknown {
  if (typeof value === 'string') {
    return value.replace(
      /^arn:aws:dynamodb:[^:]+:\d+:table\//,
      `arn:aws:dynamodb:${account.region}:${account.id}:table/`,
    );
  }
  if (Array.isArray(value)) return value.map((item) => translate(item, account));
  if (typeof value !== 'object' || value === null || value instanceof Date || value instanceof Uint8Array)
    return value;
  const members = Object.entries(value).filter(([name]) => !DROPPED.has(name));
  return Object.fromEntries(members.map(([name, item]) => [name, translate(item, account)]));
}
