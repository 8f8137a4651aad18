import type { ECSClient } from '@aws-sdk/client-ecs';
import { DescribeTaskDefinitionCommand, RegisterTaskDefinitionCommand } from '@aws-sdk/client-ecs';
import type { JsonObject } from '../deployment/json.ts';

// The SDK drops members that it does not know, on reading and on writing. A task definition must pass through whole,
// fields that are newer than this SDK included: so its JSON is taken from the answer, and sent, as it is.

interface HttpMessage {
  body?: unknown;
}

/** `{ taskDefinition, tags }` as AWS sent it. @throws the SDK's errors */
export async function describeTaskDefinition(ecs: ECSClient, taskDefinition: string): Promise<JsonObject> {
  const command = new DescribeTaskDefinitionCommand({ taskDefinition, include: ['TAGS'] });
  let raw: JsonObject | undefined;
  command.middlewareStack.add(
    (next) => async (args) => {
      const result = await next(args);
      const response = result.response as HttpMessage & { statusCode: number };
      const bytes = await collect(response.body);
      // The deserializer behind reads the same bytes once more.
      response.body = bytes;
      if (response.statusCode === 200) raw = JSON.parse(new TextDecoder().decode(bytes)) as JsonObject;
      return result;
    },
    { step: 'deserialize', priority: 'low', name: 'keepRawJson' },
  );
  await ecs.send(command).catch((error: unknown) => {
    // What the SDK makes of a good answer is not asked for, so it does no harm where it cannot read it.
    if (raw === undefined) throw error;
  });
  if (raw === undefined) throw new Error(`no body in the description of ${taskDefinition}`);
  return raw;
}

/** Registers a definition exactly as given and returns the new revision's ARN. @throws the SDK's errors */
export async function registerTaskDefinition(ecs: ECSClient, definition: JsonObject): Promise<string> {
  const { family } = definition;
  if (typeof family !== 'string') throw new TypeError('a task definition needs a family');
  const command = new RegisterTaskDefinitionCommand({ family, containerDefinitions: [] });
  command.middlewareStack.add(
    (next) => async (args) => {
      (args.request as HttpMessage).body = JSON.stringify(definition);
      return next(args);
    },
    // Before the build step's content-length, and long before the signature.
    { step: 'build', priority: 'high', name: 'sendRawJson' },
  );
  const { taskDefinition } = await ecs.send(command);
  if (taskDefinition?.taskDefinitionArn === undefined)
    throw new Error(`no ARN for the new revision of ${family}`);
  return taskDefinition.taskDefinitionArn;
}

async function collect(body: unknown): Promise<Uint8Array> {
  if (body instanceof Uint8Array) return body;
  const chunks: Uint8Array[] = [];
  for await (const chunk of body as AsyncIterable<Uint8Array>) chunks.push(chunk);
  return Buffer.concat(chunks);
}
