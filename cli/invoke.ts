import { setTimeout as sleep } from 'node:timers/promises';
import { InvokeCommand, LambdaClient, TooManyRequestsException } from '@aws-sdk/client-lambda';
import * as z from 'zod';
import { EXIT, Failure } from './exit-codes.ts';
import type { Settings } from './settings.ts';

/** A network that does not answer at all is given up after this; a function may take its time. */
const CONNECTION_TIMEOUT_MS = 5000;

/** The longest that a Lambda function runs. @see https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
const ANSWER_TIMEOUT_MS = 900_000;

/** What Lambda refuses for being too much at once has not run, so asking again is safe. Milliseconds before each new try. */
const THROTTLED_PAUSES_MS = [100, 200, 400, 800, 1600];

const functionError = z.object({ errorType: z.string().optional(), errorMessage: z.string().optional() });

/**
 * Calls one of Slipway's functions and returns what it answers, as it is.
 *
 * @param purpose the function's name without installation: `receive-command`
 * @throws Failure
 */
export async function invoke(settings: Settings, purpose: string, payload: unknown): Promise<unknown> {
  const name = settings.function ?? `slipway-${settings.stageName}-${purpose}`;
  const client = new LambdaClient({
    ...(settings.region !== undefined && { region: settings.region }),
    // A command that was sent and got no answer may have been obeyed: whoever sent it decides whether to repeat it.
    maxAttempts: 1,
    requestHandler: { connectionTimeout: CONNECTION_TIMEOUT_MS, requestTimeout: ANSWER_TIMEOUT_MS },
  });
  try {
    const { FunctionError, Payload } = await unlessThrottled(() =>
      client.send(new InvokeCommand({ FunctionName: name, Payload: JSON.stringify(payload) })),
    );
    const answer = parseAnswer(name, Payload?.transformToString() ?? '');
    if (FunctionError === undefined) return answer;
    const { errorType = FunctionError, errorMessage = '' } = functionError.safeParse(answer).data ?? {};
    throw new Failure(
      EXIT.failed,
      `${name} failed: ${errorType}: ${errorMessage} (its log: /aws/lambda/${name})`,
    );
  } catch (error) {
    throw error instanceof Failure ? error : unreachable(name, settings, error);
  } finally {
    client.destroy();
  }
}

async function unlessThrottled<Answer>(send: () => Promise<Answer>): Promise<Answer> {
  for (const pause of THROTTLED_PAUSES_MS) {
    try {
      return await send();
    } catch (error) {
      if (!(error instanceof TooManyRequestsException)) throw error;
      await sleep(pause * (0.5 + Math.random()));
    }
  }
  return send();
}

function parseAnswer(name: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new Failure(EXIT.unreachable, `${name} did not answer with JSON: is it a function of Slipway?`, {
      cause,
    });
  }
}

function unreachable(name: string, { stageName }: Settings, error: unknown): Failure {
  return new Failure(EXIT.unreachable, sayWhy(name, stageName, error), { cause: error });
}

function sayWhy(name: string, stageName: string, error: unknown): string {
  if (!(error instanceof Error)) return `${name} could not be called: ${String(error)}`;
  // Node puts the reason into the first of several errors when it tried several addresses.
  const first = error instanceof AggregateError ? error.errors[0] : undefined;
  const message = error.message || (first instanceof Error ? first.message : '') || error.name;
  if (error.name === 'ResourceNotFoundException') {
    return `There is no function ${name} in this account and region. Is Slipway deployed there under another --stage-name (now ${stageName})?`;
  }
  if (error.name === 'CredentialsProviderError') {
    return `No AWS credentials were found: set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.`;
  }
  if (message.includes('Region is missing')) return 'No AWS region is set: give --region or set AWS_REGION.';
  if ('$fault' in error && error.$fault) return `AWS refused the call of ${name}: ${error.name}: ${message}`;
  const endpoint = process.env.AWS_ENDPOINT_URL_LAMBDA ?? process.env.AWS_ENDPOINT_URL;
  return `AWS Lambda could not be reached${endpoint ? ` at ${endpoint}` : ''}: ${message}`;
}
