import { randomBytes } from 'node:crypto';
import type { CheckpointDurableExecutionResponse } from '@aws-sdk/client-lambda';
import { AwsError } from '../../gateway/service.ts';

/**
 * Each checkpoint uses up its token and is given the next one, so that only the invocation under way can write, and
 * in order. A checkpoint whose answer was lost can be sent again with the same client token.
 * @see https://docs.aws.amazon.com/lambda/latest/api/API_CheckpointDurableExecution.html
 */
export class CheckpointTokens {
  #current: string | undefined;
  #last: { token: string; clientToken: string; response: CheckpointDurableExecutionResponse } | undefined;

  /** The next in the chain. That of a new invocation makes whatever the one before still holds worth nothing. */
  issue(): string {
    this.#current = randomBytes(48).toString('base64');
    return this.#current;
  }

  revoke(): void {
    this.#current = undefined;
    this.#last = undefined;
  }

  /** @throws AwsError InvalidParameterValueException */
  check(token: string): void {
    // The SDK knows a stale token by how this message begins, and lets the invocation end.
    if (token !== this.#current)
      throw new AwsError(
        'InvalidParameterValueException',
        'Invalid Checkpoint Token: it is not the current one.',
      );
  }

  /** What the same checkpoint was answered before. */
  answered(token: string, clientToken: string | undefined): CheckpointDurableExecutionResponse | undefined {
    if (clientToken === undefined || this.#last?.token !== token) return undefined;
    return this.#last.clientToken === clientToken ? this.#last.response : undefined;
  }

  remember(
    token: string,
    clientToken: string | undefined,
    response: CheckpointDurableExecutionResponse,
  ): void {
    this.#last = clientToken === undefined ? undefined : { token, clientToken, response };
  }
}
