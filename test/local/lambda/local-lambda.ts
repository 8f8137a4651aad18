import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { CreateRoleCommand, IAMClient } from '@aws-sdk/client-iam';
import {
  CreateFunctionCommand,
  type CreateFunctionCommandInput,
  InvokeCommand,
  type InvokeCommandInput,
  LambdaClient,
} from '@aws-sdk/client-lambda';
import { CreateQueueCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { build } from 'esbuild';
import { strToU8, zipSync } from 'fflate';
import { expect, vi } from 'vitest';
import { Clock } from '../../../local/clock.ts';
import { createGateway } from '../../../local/gateway/index.ts';
import { createIam } from '../../../local/iam/index.ts';
import { createLambda } from '../../../local/lambda/index.ts';
import { createLogs } from '../../../local/logs/index.ts';
import { Deliveries, type Refuses } from '../../../local/parts.ts';
import { createS3 } from '../../../local/s3/index.ts';
import { createSqs } from '../../../local/sqs/index.ts';
import { freePort } from '../free-port.ts';

export const ROLE = 'arn:aws:iam::000000000000:role/function';

/** Lambda with what it needs of the other services, behind a real gateway that its functions call. */
export async function localLambda({
  pace = 1,
  concurrentExecutions = 20,
  refuses = () => undefined,
}: {
  pace?: number;
  concurrentExecutions?: number;
  refuses?: Refuses;
} = {}) {
  const port = await freePort();
  const folder = await mkdtemp(join(tmpdir(), 'lambda-'));
  const endpoint = `http://127.0.0.1:${port}`;
  const account = { id: '000000000000', region: 'us-east-1', endpoint, folder };
  const clock = new Clock(pace);
  const deliveries = new Deliveries();
  const shared = { account, clock, deliveries };
  const iam = createIam(shared);
  const s3 = createS3(shared);
  const logs = createLogs(shared);
  const { identities } = iam;
  const lambda = createLambda({
    ...shared,
    identities,
    objects: s3.objects,
    logs: logs.logs,
    concurrentExecutions,
    refuses,
  });
  const parts = [iam, s3, createSqs(shared), logs, lambda];
  const gateway = await createGateway({
    services: parts.flatMap(({ service }) => service ?? []),
    identities,
  });
  await gateway.listen(port);
  const config = {
    endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'AKIALOCAL', secretAccessKey: 'local' },
    maxAttempts: 1,
  };
  const client = new LambdaClient(config);
  const sqs = new SQSClient(config);
  await new IAMClient(config).send(
    new CreateRoleCommand({
      RoleName: 'function',
      AssumeRolePolicyDocument: JSON.stringify({
        Statement: [
          { Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' },
        ],
      }),
    }),
  );

  return {
    account,
    clock,
    config,
    client,
    gateway,
    lambda,
    logs,
    sqs,
    folder,
    /** Makes a function of a file beside this one, or of a source given. */
    async create(
      name: string,
      code: { file: string } | { source: string },
      more: Partial<CreateFunctionCommandInput> = {},
    ) {
      const zip = 'file' in code ? await bundled(code.file) : zipOf(code.source);
      return client.send(
        new CreateFunctionCommand({
          FunctionName: name,
          Handler: 'dist/index.handler',
          Runtime: 'nodejs24.x',
          Role: ROLE,
          MemorySize: 256,
          Code: { ZipFile: zip },
          ...more,
        }),
      );
    },
    async invoke(name: string, payload: unknown = {}, more: Partial<InvokeCommandInput> = {}) {
      const answer = await client.send(
        new InvokeCommand({ FunctionName: name, Payload: Buffer.from(JSON.stringify(payload)), ...more }),
      );
      const text = Buffer.from(answer.Payload ?? []).toString();
      return { ...answer, value: text === '' ? undefined : (JSON.parse(text) as unknown) };
    },
    /** A file that functions write to, so that a test sees what they did. */
    async trail(name = 'trail') {
      const path = join(folder, `${name}.txt`);
      const lines = async () =>
        (await readFile(path, 'utf8').catch(() => '')).split('\n').filter((line) => line !== '');
      return {
        path,
        lines,
        /** Waits for a line that begins so, and gives what comes after. */
        async line(start: string) {
          const find = async () => (await lines()).find((line) => line.startsWith(start));
          await vi.waitFor(async () => expect(await find()).toBeDefined(), WAITING);
          return (await find())?.slice(start.length) ?? '';
        },
      };
    },
    async queue(name: string) {
      const { QueueUrl = '' } = await sqs.send(new CreateQueueCommand({ QueueName: name }));
      return {
        arn: `arn:aws:sqs:us-east-1:000000000000:${name}`,
        async message() {
          const received = await vi.waitFor(async () => {
            const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl }));
            expect(Messages).toHaveLength(1);
            return Messages;
          }, WAITING);
          return JSON.parse(received[0]?.Body ?? 'null') as unknown;
        },
      };
    },
    async close() {
      await lambda.close?.();
      await gateway.close();
      client.destroy();
      sqs.destroy();
      await rm(folder, { recursive: true, force: true });
      if (gateway.violations.length > 0) throw new Error(gateway.violations.join('\n'));
    },
  };
}

/** For conditions that a busy machine may take long to bring about. */
export const WAITING = { timeout: 60_000, interval: 20 };

const bundles = new Map<string, Promise<Uint8Array>>();

/** As the product's functions are bundled (scripts/bundle.ts): ESM, the SDK inside. */
function bundled(file: string): Promise<Uint8Array> {
  const known = bundles.get(file);
  if (known) return known;
  const made = build({
    entryPoints: [fileURLToPath(new URL(`functions/${file}`, import.meta.url))],
    bundle: true,
    minify: true,
    keepNames: true,
    write: false,
    platform: 'node',
    target: 'node24',
    format: 'esm',
    mainFields: ['module', 'main'],
    banner: {
      js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
    },
  }).then(({ outputFiles: [output] }) => zipOf(output?.text ?? ''));
  bundles.set(file, made);
  return made;
}

export const zipOf = (source: string) => zipSync({ 'dist/index.mjs': strToU8(source) });
