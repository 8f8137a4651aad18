import type { Clock } from '../../clock.ts';
import { AwsError } from '../../gateway/service.ts';
import { type Acting, admitUnder, type Under } from '../../iam/access/delivery.ts';
import type { Deliveries, DeliveryOptions, InvocationSource } from '../../parts.ts';

/** EventBridge's and Scheduler's own: 185 tries in 24 hours (user guide, "Event retry policy"). */
const DEFAULT_RETRIES = 185;
const DEFAULT_MAXIMUM_AGE_SECONDS = 86_400;
/** Seconds before the first retry and at most between two; AWS says only "exponential back off and jitter". */
const FIRST_RETRY_SECONDS = 1;
const LONGEST_RETRY_SECONDS = 600;

/** Errors that another try cannot mend: AWS sends these to the dead-letter queue at once. */
const FINAL = ['AccessDeniedException', 'AccessDenied', 'ResourceNotFoundException', 'QueueDoesNotExist'];

interface Means {
  readonly deliveries: Deliveries;
  readonly clock: Clock;
  readonly closing: AbortSignal;
  /** Judges deliveries under a role; all are let through where it is not given. */
  readonly acting?: Acting | undefined;
}

/** On whose behalf: of a rule or schedule by the target's own policy, or under a role. */
interface OnBehalf {
  readonly source?: InvocationSource;
  readonly under?: Under;
}

/**
 * Delivers until the target takes it or the policy says stop; then it goes to the dead-letter queue, or is lost.
 * Never rejects: there is nobody who could be told.
 */
export async function deliverAtLeastOnce(
  { deliveries, clock, closing, acting }: Means,
  arn: string,
  payload: string,
  options: DeliveryOptions & OnBehalf = {},
): Promise<void> {
  const retries = options.maximumRetryAttempts ?? DEFAULT_RETRIES;
  const maximumAge = (options.maximumEventAgeInSeconds ?? DEFAULT_MAXIMUM_AGE_SECONDS) * 1000;
  const start = clock.elapsed();
  const send = async (to: string): Promise<void> => {
    if (options.under && acting) admitUnder(acting, options.under, to);
    await deliveries.deliver(to, payload, options.under ? undefined : options.source);
  };
  for (let attempt = 0; !closing.aborted; attempt++) {
    try {
      return await send(arn);
    } catch (error) {
      const isFinal = error instanceof AwsError && FINAL.includes(error.code);
      const pause =
        Math.min(FIRST_RETRY_SECONDS * 2 ** attempt, LONGEST_RETRY_SECONDS) * (0.5 + Math.random() / 2);
      const isTooOld = clock.elapsed() + pause * 1000 - start > maximumAge;
      if (isFinal || attempt >= retries || isTooOld) break;
      if (!(await waited(clock, pause, closing))) return;
    }
  }
  if (options.deadLetterArn !== undefined && !closing.aborted)
    await send(options.deadLetterArn).catch(() => undefined);
}

/** False when the cloud ended meanwhile. */
async function waited(clock: Clock, seconds: number, signal: AbortSignal): Promise<boolean> {
  return clock.wait(seconds, signal).then(
    () => true,
    () => false,
  );
}
