import { setTimeout as sleep } from 'node:timers/promises';
import type { Clock } from '../../clock.ts';
import type { Gateway } from '../../gateway/gateway.ts';
import { ConnectionCut, type Interceptor } from '../../gateway/interceptor.ts';
import { AwsError, type Call } from '../../gateway/service.ts';
import type { ActiveFault } from '../active-fault.ts';
import type { FaultOf } from '../fault.ts';
import type { Faults } from '../faults.ts';
import { Buckets } from './buckets.ts';
import { fitsCall } from './fits-call.ts';
import { forcePageSize } from './force-page-size.ts';
import { throttled } from './throttled.ts';

/** Builds that may wait in an account with CodeBuild's default quota: five times 60 (user guide, "Quotas"). */
const BUILDS_IN_QUEUE = 300;

const STRIKING = ['throttle', 'throttle-buckets', 'error', 'latency', 'cut', 'full-build-queue'] as const;
type StrikingFault = FaultOf<(typeof STRIKING)[number]>;

/** Strikes at calls of AWS's API, on their way in and on their way out. */
export class CallFaults implements Interceptor {
  readonly #faults: Faults;
  readonly #gateway: Pick<Gateway, 'pagingOf'>;
  readonly #clock: Clock;
  readonly #buckets = new WeakMap<ActiveFault<StrikingFault>, Buckets>();

  constructor(faults: Faults, gateway: Pick<Gateway, 'pagingOf'>, clock: Clock) {
    this.#faults = faults;
    this.#gateway = gateway;
    this.#clock = clock;
  }

  /** @throws AwsError, ConnectionCut in place of the effect */
  async before(call: Call, input: unknown): Promise<void> {
    this.#forcePages(call, input);
    await this.#strike('before', call, input);
  }

  /** @throws AwsError, ConnectionCut in place of the answer */
  after(call: Call, input: unknown): Promise<void> {
    return this.#strike('after', call, input);
  }

  #forcePages(call: Call, input: unknown): void {
    const faults = this.#faults.of('pages').filter(({ fault }) => fitsCall(fault, call));
    if (faults.length === 0) return;
    const paging = this.#gateway.pagingOf(call);
    if (!paging) return;
    for (const active of faults) if (active.strikes()) forcePageSize(call, input, active.fault.size, paging);
  }

  async #strike(phase: 'before' | 'after', call: Call, input: unknown): Promise<void> {
    for (const active of this.#faults.of(...STRIKING)) {
      const { fault } = active;
      if (phase !== ('when' in fault ? fault.when : 'before') || !fits(fault, call, input)) continue;
      if (active.strikes(() => fault.kind !== 'throttle-buckets' || !this.#bucketsOf(active).take(call)))
        await act(fault, call);
    }
  }

  #bucketsOf(active: ActiveFault<StrikingFault>): Buckets {
    const known = this.#buckets.get(active) ?? new Buckets(this.#clock);
    this.#buckets.set(active, known);
    return known;
  }
}

function fits(fault: StrikingFault, call: Call, input: unknown): boolean {
  if (fault.kind === 'throttle-buckets') return call.service === 'ecs';
  if (fault.kind !== 'full-build-queue') return fitsCall(fault, call);
  const { projectName } = input as { projectName?: string };
  return call.operation === 'StartBuild' && (projectName ?? '').includes(fault.project ?? '');
}

async function act(fault: StrikingFault, call: Call): Promise<void> {
  switch (fault.kind) {
    case 'throttle':
    case 'throttle-buckets':
      throw throttled(call);
    case 'error':
      throw new AwsError(fault.code, fault.message ?? `${fault.code}: a fault of the local cloud`, {
        status: soundsLikeTheirs(fault.code) ? 500 : 400,
      });
    case 'latency':
      // The network is no part of AWS's time: it is as slow at any pace.
      await sleep(fault.milliseconds);
      return;
    case 'cut':
      throw new ConnectionCut();
    case 'full-build-queue':
      throw new AwsError(
        'AccountLimitExceededException',
        `Cannot have more than ${BUILDS_IN_QUEUE} builds in queue for the account`,
      );
  }
}

/** Where the model does not say, the name tells whose fault it is. */
function soundsLikeTheirs(code: string): boolean {
  return /Internal|Unavailable|ServiceException|ServerException|ServerError/.test(code);
}
