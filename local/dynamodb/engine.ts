import type { Server } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import * as sdk from '@aws-sdk/client-dynamodb';
import { AwsError } from '../gateway/service.ts';
import type { Account } from '../parts.ts';

export interface Engine {
  /** Calls an operation of DynamoDB. @throws AwsError as DynamoDB would */
  send(operation: string, input: object): Promise<Record<string, unknown>>;
  close(): Promise<void>;
}

type Dynalite = (options: { createTableMs: number; deleteTableMs: number; updateTableMs: number }) => Server;
type AnyCommand = new (input: object) => sdk.PutItemCommand;

/** dynalite on a loopback port of its own. Nobody but the gateway is told of it. */
export async function startEngine(account: Account): Promise<Engine> {
  const dynalite = createRequire(import.meta.url)('dynalite') as Dynalite;
  const server = dynalite({ createTableMs: 0, deleteTableMs: 0, updateTableMs: 0 });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  // The server is a means: it is not what keeps the local cloud alive.
  server.unref();
  const client = new sdk.DynamoDBClient({
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    region: account.region,
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    maxAttempts: 1,
  });
  return {
    async send(operation, input) {
      const Command = (sdk as unknown as Record<string, AnyCommand>)[`${operation}Command`];
      if (Command === undefined) throw new Error(`no command for ${operation}`);
      try {
        const { $metadata: _, ...output } = await client.send(new Command(input));
        return (/Table/.test(operation) ? inAccount(output, account) : output) as Record<string, unknown>;
      } catch (error) {
        if (!(error instanceof sdk.DynamoDBServiceException)) throw error;
        throw new AwsError(error.name, error.message, { cause: error });
      }
    },
    close: () =>
      new Promise((resolve) => {
        client.destroy();
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

// Members in which dynalite departs from AWS's model, and which nobody here reads.
const DROPPED = new Set(['TableId', 'NumberOfDecreasesToday']);

/** dynalite has an account and a region of its own: ARNs are told in this cloud's. */
function inAccount(value: unknown, account: Account): unknown {
  if (typeof value === 'string') {
    return value.replace(
      /^arn:aws:dynamodb:[^:]+:\d+:table\//,
      `arn:aws:dynamodb:${account.region}:${account.id}:table/`,
    );
  }
  if (Array.isArray(value)) return value.map((item) => inAccount(item, account));
  if (typeof value !== 'object' || value === null || value instanceof Date || value instanceof Uint8Array)
    return value;
  const members = Object.entries(value).filter(([name]) => !DROPPED.has(name));
  return Object.fromEntries(members.map(([name, item]) => [name, inAccount(item, account)]));
}
