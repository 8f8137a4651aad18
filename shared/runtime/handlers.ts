import { type DurableContext, withDurableExecution } from '@aws/durable-execution-sdk-js';
import type { Logger } from '@aws-lambda-powertools/logger';
import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import middy from '@middy/core';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2, Context } from 'aws-lambda';
import { createLogger } from './log.ts';

// The one place where middleware is put on. Each of these gives the function that Lambda calls.

/** Just before Lambda ends the function for having taken too long: otherwise nobody would hear why. */
const outOfTime = {
  timeoutEarlyResponse(): never {
    const error = new Error(
      'It was not done in the time that it has, as where AWS is slow or busy. What was asked may be done all the same: look before it is asked again.',
    );
    error.name = 'TimeoutError';
    throw error;
  },
};

/** A function that is invoked with a payload, by an event or directly. What it throws makes Lambda try again. */
export function onInvocation<Payload, Answer>(handle: (payload: Payload, log: Logger) => Promise<Answer>) {
  const log = createLogger();
  return middy<Payload, Answer, Error, Context>(outOfTime)
    .use(injectLambdaContext(log))
    .use({ onError: ({ error }) => log.error('failed', { error }) })
    .handler((payload: Payload) => handle(payload, log));
}

/** A function behind the HTTP API. A caller's mistake is an answer; what is thrown is ours: a 500 that tells nothing. */
export function onRequest(
  handle: (request: APIGatewayProxyEventV2, log: Logger) => Promise<APIGatewayProxyStructuredResultV2>,
) {
  const log = createLogger();
  return middy<APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2, Error, Context>(outOfTime)
    .use(injectLambdaContext(log))
    .use({
      onError: (request) => {
        log.error('failed', { error: request.error });
        request.response = json(500, {
          error: 'Something went wrong here, not with the request. The log has more.',
        });
      },
    })
    .handler((request: APIGatewayProxyEventV2) => handle(request, log));
}

export interface CommandHandler {
  request(event: APIGatewayProxyEventV2, log: Logger): Promise<APIGatewayProxyStructuredResultV2>;
  /** @param by who invoked it, for the record */
  invocation(payload: unknown, by: string, log: Logger): Promise<object>;
}

/** A function that is behind the HTTP API and is invoked by the CLI as well. */
export function onCommand({ request, invocation }: CommandHandler) {
  const byHttp = onRequest(request);
  const direct = onInvocation((payload: unknown, log) => invocation(payload, 'cli', log));
  return (event: unknown, context: Context) =>
    isHttpRequest(event) ? byHttp(event, context) : direct(event, context);
}

function isHttpRequest(event: unknown): event is APIGatewayProxyEventV2 {
  return typeof event === 'object' && event !== null && 'requestContext' in event && 'rawPath' in event;
}

/** A durable function. It is run again from the start after each wait: what has an effect is a step of its journal. */
export function onDurableExecution<Payload, Answer>(
  handle: (payload: Payload, context: DurableContext) => Promise<Answer>,
) {
  return withDurableExecution(handle);
}

export function json(statusCode: number, body: object): APIGatewayProxyStructuredResultV2 {
  return { statusCode, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
}
