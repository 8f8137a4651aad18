import { randomUUID } from 'node:crypto';
import type { Clock } from '../clock.ts';
import { AwsError } from '../gateway/service.ts';
import type { Deliveries } from '../parts.ts';
import type { InvocationResult } from './environment.ts';
import type { Resolved } from './functions.ts';
import type { Invoker } from './invoker.ts';

/** Lambda's defaults. @see https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html */
const RETRIES = 2;
const MAX_AGE_SECONDS = 6 * 3600;
/** A minute before the second try, two before the third. */
const RETRY_SECONDS = [60, 120];
const THROTTLED_SECONDS = 1;

/** Invokes a function behind the caller's back: tried again when it fails, told to a queue when all tries did. */
export class AsynchronousInvoker {
  readonly #invoker: Invoker;
  readonly #clock: Clock;
  readonly #deliveries: Deliveries;

  constructor(deps: { invoker: Invoker; clock: Clock; deliveries: Deliveries }) {
    this.#invoker = deps.invoker;
    this.#clock = deps.clock;
    this.#deliveries = deps.deliveries;
  }

  accept(resolved: Resolved, payload: string): void {
    this.#run(resolved, payload).catch((error: unknown) => {
      console.error(`local cloud: an asynchronous invocation of ${resolved.fn.name} was lost:`, error);
    });
  }

  async #run(resolved: Resolved, payload: string): Promise<void> {
    const { fn, qualifier, settings } = resolved;
    const limits = fn.asynchronous.get(qualifier) ?? {};
    const retries = limits.maximumRetryAttempts ?? RETRIES;
    const until =
      this.#clock.now() + this.#clock.milliseconds(limits.maximumEventAgeInSeconds ?? MAX_AGE_SECONDS);
    const requestId = randomUUID();
    let attempt = 0;
    for (;;) {
      const result = await this.#try(resolved, payload);
      if (result !== 'throttled') {
        if (result.functionError === undefined) return;
        attempt++;
      }
      const wait = result === 'throttled' ? THROTTLED_SECONDS : (RETRY_SECONDS[attempt - 1] ?? 0);
      const tooOld = this.#clock.now() + this.#clock.milliseconds(wait) > until;
      if (attempt > retries || tooOld) {
        const last = result === 'throttled' ? undefined : result;
        await this.#giveUp(limits.onFailureArn, settings.deadLetterArn, {
          resolved,
          payload,
          requestId,
          attempt,
          last,
          tooOld,
        });
        return;
      }
      await this.#clock.wait(wait);
    }
  }

  async #try(resolved: Resolved, payload: string): Promise<InvocationResult | 'throttled'> {
    try {
      return await this.#invoker.invoke(resolved, payload);
    } catch (error) {
      if (error instanceof AwsError && error.code === 'TooManyRequestsException') return 'throttled';
      throw error;
    }
  }

  async #giveUp(
    destination: string | undefined,
    deadLetterArn: string | undefined,
    failed: {
      resolved: Resolved;
      payload: string;
      requestId: string;
      attempt: number;
      last: InvocationResult | undefined;
      tooOld: boolean;
    },
  ): Promise<void> {
    const { resolved, payload, requestId, attempt, last, tooOld } = failed;
    if (destination !== undefined) {
      const record = {
        version: '1.0',
        timestamp: this.#clock.date().toISOString(),
        requestContext: {
          requestId,
          functionArn: `${resolved.fn.arn}:${resolved.qualifier}`,
          condition: tooOld ? 'EventAgeExceeded' : 'RetriesExhausted',
          approximateInvokeCount: attempt,
        },
        requestPayload: JSON.parse(payload) as unknown,
        ...(last
          ? {
              responseContext: {
                statusCode: 200,
                executedVersion: resolved.version,
                functionError: last.functionError,
              },
              responsePayload: JSON.parse(last.payload) as unknown,
            }
          : {}),
      };
      await this.#deliveries.deliver(destination, JSON.stringify(record));
    }
    if (deadLetterArn !== undefined) await this.#deliveries.deliver(deadLetterArn, payload);
  }
}
