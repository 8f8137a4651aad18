import {
  CallbackError,
  createRetryStrategy,
  type DurableContext,
  JitterStrategy,
  StepError,
} from '@aws/durable-execution-sdk-js';
import { Rejected } from '../deployment/errors.ts';
import type { Journal, ProbeResult } from '../deployment/ports.ts';

/**
 * Eight tries over up to two minutes: longer than AWS's throttling lasts, shorter than a lease. Each pause is anything up
 * to its length, so that those who were throttled together do not come again together.
 */
const backoff = createRetryStrategy({
  maxAttempts: 8,
  initialDelay: { seconds: 1 },
  maxDelay: { seconds: 60 },
  backoffRate: 2,
  jitter: JitterStrategy.FULL,
});

/**
 * The journal of a durable execution.
 * @param probeFunction the probe function's ARN, where there is something to probe
 */
export function durableJournal(context: DurableContext, probeFunction?: string): Journal {
  return {
    async step(name, action) {
      try {
        return await context.step(name, action, {
          retryStrategy: (error, attempt) =>
            isRejected(error) ? { shouldRetry: false } : backoff(error, attempt),
        });
      } catch (error) {
        throw original(error);
      }
    },
    async openWait(name, timeoutSeconds) {
      const [completed, token] = await context.createCallback(name, { timeout: { seconds: timeoutSeconds } });
      return { token, ended: () => completed.then(woken, timeoutOnly) };
    },
    sleep: async (name, seconds) => {
      await context.wait(name, { seconds });
    },
    probe: async (name, requests) => {
      if (probeFunction === undefined)
        throw new Error('this function has no probe function: see serverless.yml');
      return context.invoke<typeof requests, readonly ProbeResult[]>(name, probeFunction, requests);
    },
  };
}

const woken = () => 'woken' as const;

/** The timer of a wait is one of its two ends. */
function timeoutOnly(error: unknown): 'timer' {
  if (!(error instanceof CallbackError)) throw error;
  return 'timer';
}

/** After a replay an error is no longer of the class that was thrown: its name is what is left of it. */
function isRejected(error: unknown): boolean {
  return error instanceof Error && (error instanceof Rejected || error.name === 'Rejected');
}

function original(error: unknown): unknown {
  const cause = error instanceof StepError ? error.cause : error;
  if (isRejected(cause)) return new Rejected((cause as Error).message, { cause: error });
  return cause instanceof Error ? cause : error;
}
