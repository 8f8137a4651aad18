import type { APIGatewayProxyEventV2, Context } from 'aws-lambda';
import { expect, it } from 'vitest';
import { onCommand } from '../../../shared/runtime/handlers.ts';

const handler = onCommand({
  request: () => new Promise(() => undefined),
  invocation: () => new Promise(() => undefined),
});
const context = { functionName: 'receive-command', getRemainingTimeInMillis: () => 10 } as unknown as Context;

it('says that the time is over, and what may have come of it, to whoever invoked the function', async () => {
  await expect(handler({ command: 'status' }, context)).rejects.toMatchObject({
    name: 'TimeoutError',
    message: expect.stringContaining('may be done all the same: look before it is asked again'),
  });
});

it('answers 500 to a request that takes too long, before the HTTP API does', async () => {
  const request = { rawPath: '/command', requestContext: {} } as unknown as APIGatewayProxyEventV2;
  expect(await handler(request, context)).toMatchObject({ statusCode: 500 });
});
