import { setTimeout as sleep } from 'node:timers/promises';

/** How to wait for what comes by itself, in milliseconds. */
export interface Patience {
  readonly everyMs: number;
  /** What does not come by then does not come. */
  readonly limitMs: number;
}

/** The local cloud is asked at its own pace. On AWS a load balancer, or a service that ends, takes minutes. */
export const PATIENCE = {
  local: { everyMs: 50, limitMs: 60_000 },
  aws: { everyMs: 5000, limitMs: 15 * 60_000 },
} as const satisfies Record<string, Patience>;

/** Asks until it has what it waits for. @throws Error with what was seen last */
export async function until<Seen>(
  { everyMs, limitMs }: Patience,
  what: string,
  look: () => Promise<Seen>,
  holds: (seen: Seen) => boolean,
): Promise<Seen> {
  const end = Date.now() + limitMs;
  for (;;) {
    const seen = await look();
    if (holds(seen)) return seen;
    if (Date.now() > end) throw new Error(`${what} did not come; last seen: ${JSON.stringify(seen)}`);
    await sleep(everyMs);
  }
}
