import { callerUnderRole } from './caller.ts';
import { startChild } from './child.ts';
import type { ChildCloud } from './child-cloud.ts';
import { median, percentile } from './statistics.ts';
import { prepareCalls, type TypicalCall, typicalCalls } from './typical-calls.ts';

/** Calls before it is measured, until the just-in-time compiler has seen all of it. */
const WARM_UP = 150;

export interface Overhead {
  readonly call: string;
  /** What a call takes in the local cloud, seen from the client. */
  readonly medianMilliseconds: number;
  readonly p99Milliseconds: number;
  /** What the same client needs for the same bytes from a bare HTTP server: its own share, and the wire's. */
  readonly bareMilliseconds: number;
  /** The difference: what the gateway and the operation take. */
  readonly overheadMilliseconds: number;
}

/**
 * Measures calls one after the other, each beside the same call to a bare server that gives the same answer.
 * @param rounds calls of each kind
 */
export async function measureOverhead(
  cloud: ChildCloud,
  rounds: number,
  onProgress: (call: string) => void,
): Promise<Overhead[]> {
  const caller = await callerUnderRole(cloud.environment);
  await prepareCalls(caller);
  const { child, message: echo } = await startChild('echo-program.ts', caller.endpoint);
  try {
    const inCloud = typicalCalls(caller);
    const bare = typicalCalls({ ...caller, endpoint: String(echo) });
    const measured: Overhead[] = [];
    for (const [index, call] of inCloud.entries()) {
      onProgress(call.name);
      const beside = bare[index];
      if (beside) measured.push(await compare(call, beside, rounds));
    }
    return measured;
  } finally {
    child.disconnect();
  }
}

async function compare(call: TypicalCall, bare: TypicalCall, rounds: number): Promise<Overhead> {
  for (let round = 0; round < WARM_UP; round++) {
    await call.call();
    await bare.call();
  }
  const cloudTimes: number[] = [];
  const bareTimes: number[] = [];
  // In turn, so that whatever else this machine does bears on both.
  for (let round = 0; round < rounds; round++) {
    cloudTimes.push(await timeOf(call));
    bareTimes.push(await timeOf(bare));
  }
  const [here, there] = [median(cloudTimes), median(bareTimes)];
  return {
    call: call.name,
    medianMilliseconds: here,
    p99Milliseconds: percentile(cloudTimes, 99),
    bareMilliseconds: there,
    overheadMilliseconds: here - there,
  };
}

async function timeOf({ call }: TypicalCall): Promise<number> {
  const began = performance.now();
  await call();
  return performance.now() - began;
}
