import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Cloud, startCloud } from '../../../local/cloud.ts';
import { loadModel, type OperationModel, type ServiceModel } from '../../../local/gateway/model.ts';
import { refusalCodes } from '../../../local/gateway/refusal.ts';
import { type Breakage, breakagesOf } from './breakages.ts';
import { clients } from './clients.ts';
import { minimalInput } from './minimal-input.ts';
import { type SdkClient, sdkClient } from './sdk-clients.ts';

// For each operation that the local cloud has: the least that AWS's model takes is answered as modelled, and each way to
// break one member of it is refused with the service's own code, before anything is done.

let cloud: Cloud;
beforeAll(async () => {
  cloud = await startCloud({ engine: 'process' });
});
afterAll(() => cloud.close());

interface Refused {
  readonly name: string;
  readonly message: string;
  readonly $metadata?: { readonly httpStatusCode?: number };
}

/** How a call ended, in one word: `ok` or the error's name. */
async function ending(call: Promise<unknown>): Promise<{ name: string; message: string; status: number }> {
  try {
    await call;
    return { name: 'ok', message: '', status: 200 };
  } catch (error) {
    const { name, message, $metadata } = error as Refused; // whatever the SDK throws is an Error
    return { name, message, status: $metadata?.httpStatusCode ?? 0 };
  }
}

/** What the SDK calls a code: the modelled error's name. */
function nameOf(model: ServiceModel, code: string): string {
  return model.errors.get(code)?.name ?? code;
}

async function wronglyTaken(
  model: ServiceModel,
  client: SdkClient,
  operation: string,
  { kind, what, input, change }: Breakage,
): Promise<string[]> {
  const codes = refusalCodes(model);
  const wanted = nameOf(model, { missing: codes.rule, unknown: codes.type, ...codes }[kind]);
  const { name, message, status } = await ending(client.send(operation, input, change));
  // The SDK itself refuses a few: what it did not send cannot be answered.
  if (status === 0) return [];
  // The answer to a HEAD has no body that could tell the code.
  const isTold = name === wanted || operation.startsWith('Head');
  return isTold && status === 400
    ? []
    : [`${operation} ${what}: ${name} ${status} (${message}), not ${wanted}`];
}

describe.each(clients)('%s', (name) => {
  const served = async (): Promise<{ model: ServiceModel; operations: OperationModel[] }> => {
    const model = await loadModel(name);
    const here = cloud.gateway.operations.get(name) ?? [];
    return { model, operations: [...model.operations.values()].filter((one) => here.includes(one.name)) };
  };

  it('answers the least that an operation takes as modelled', async () => {
    const { model, operations } = await served();
    const client = await sdkClient(cloud.account.endpoint, name);
    const wrong: string[] = [];
    for (const operation of operations) {
      const { status, ...how } = await ending(client.send(operation.name, minimalInput(model, operation)));
      if (status < 200 || status >= 500) wrong.push(`${operation.name}: ${how.name} ${how.message}`);
    }
    expect(wrong).toEqual([]);
  });

  it('refuses each broken member with its own code', async () => {
    const { model, operations } = await served();
    const client = await sdkClient(cloud.account.endpoint, name);
    const wrong: string[] = [];
    let tried = 0;
    for (const operation of operations) {
      for (const breakage of breakagesOf(model, operation)) {
        tried += 1;
        wrong.push(...(await wronglyTaken(model, client, operation.name, breakage)));
      }
    }
    expect(wrong).toEqual([]);
    expect(tried).toBeGreaterThanOrEqual(operations.length);
  });
});

it('looks at every operation that the local cloud has', () => {
  expect(clients).toEqual(expect.arrayContaining([...cloud.gateway.operations.keys()]));
});
