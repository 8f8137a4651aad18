import type { FunctionEventInvokeConfig } from '@aws-sdk/client-lambda';
import type { Clock } from '../../clock.ts';
import { AwsError } from '../../gateway/service.ts';
import type { Account, Deliveries, Refuses } from '../../parts.ts';
import type { Invocation, Outcome } from '../environments/environment.ts';
import type { Environments } from '../environments/environments.ts';
import type { LambdaFunction } from '../functions/function.ts';
import type { FunctionRegistry, Resolved } from '../functions/registry.ts';
import { deliverRecord, deliverToDeadLetters, type InvocationRecord, mayDeliver } from './destination.ts';

/** Developer guide, "Error handling for asynchronous invocations": tries after the first; seconds of AWS's time. */
const RETRIES = 2;
const PAUSES_SECONDS = [60, 120];
const MAXIMUM_AGE_SECONDS = 21_600;
/** Throttled events go back to the queue, "exponentially from 1 second after the first attempt to 5 minutes". */
const FIRST_THROTTLED_PAUSE_SECONDS = 1;
const LONGEST_THROTTLED_PAUSE_SECONDS = 300;

interface Deps {
  readonly account: Account;
  readonly clock: Clock;
  readonly deliveries: Deliveries;
  readonly refuses?: Refuses;
  readonly registry: FunctionRegistry;
  readonly environments: Environments;
}

interface Ended {
  readonly condition: InvocationRecord['condition'];
  readonly tries: number;
  readonly version: string;
  readonly outcome?: Outcome;
}

/** Lambda's queue of asynchronous invocations. */
export class AsynchronousInvocations {
  readonly #deps: Deps;
  readonly #closing = new AbortController();

  constructor(deps: Deps) {
    this.#deps = deps;
  }

  /** Takes the event; what becomes of it, only destinations and logs tell. */
  enqueue({ fn, qualifier }: Resolved, invocation: Invocation): void {
    this.#work(fn, qualifier, invocation).catch((error: unknown) => {
      // Between two tries the cloud ended, or the function went.
      if (!this.#closing.signal.aborted)
        console.error(`local cloud: an event for ${fn.name} is lost:`, error);
    });
  }

  close(): void {
    this.#closing.abort();
  }

  async #work(fn: LambdaFunction, qualifier: string | undefined, invocation: Invocation): Promise<void> {
    const config = fn.invokeConfigs.get(qualifier ?? '$LATEST') ?? {};
    const ended = await this.#tryAll(config, invocation);
    if (this.#closing.signal.aborted) return;
    const { OnSuccess, OnFailure } = config.DestinationConfig ?? {};
    const isSuccess = ended.condition === 'Success';
    const destination = (isSuccess ? OnSuccess : OnFailure)?.Destination;
    const { clock, account } = this.#deps;
    if (destination && mayDeliver(this.#deps, fn, destination)) {
      const record: InvocationRecord = { ...ended, timestamp: clock.date(), functionArn: fn.arn, invocation };
      await deliverRecord(this.#deps.deliveries, account, destination, record);
    }
    const { deadLetterArn } = fn.latest.settings;
    if (!isSuccess && deadLetterArn) await deliverToDeadLetters(this.#deps, fn, deadLetterArn, invocation);
  }

  async #tryAll(config: FunctionEventInvokeConfig, invocation: Invocation): Promise<Ended> {
    const { clock, registry, environments } = this.#deps;
    const { MaximumRetryAttempts = RETRIES, MaximumEventAgeInSeconds = MAXIMUM_AGE_SECONDS } = config;
    const oldest = clock.elapsed() + MaximumEventAgeInSeconds * 1000;
    let tries = 0;
    let throttled = 0;
    for (;;) {
      const { fn, version } = registry.resolve(invocation.arn);
      let outcome: Outcome | undefined;
      let pause: number;
      try {
        outcome = await environments.invoke(fn, version, invocation);
        pause = PAUSES_SECONDS[tries++] ?? 0;
      } catch (error) {
        if (!(error instanceof AwsError)) throw error;
        // The function was not reached: this is no try of it.
        pause = Math.min(FIRST_THROTTLED_PAUSE_SECONDS * 2 ** throttled++, LONGEST_THROTTLED_PAUSE_SECONDS);
      }
      const so = { tries, version: version.version, ...(outcome ? { outcome } : {}) };
      if (outcome && outcome.functionError === undefined) return { ...so, condition: 'Success' };
      if (outcome && tries > MaximumRetryAttempts) return { ...so, condition: 'RetriesExhausted' };
      if (clock.elapsed() + pause * 1000 > oldest) return { ...so, condition: 'EventAgeExceeded' };
      await clock.wait(pause, this.#closing.signal);
    }
  }
}
