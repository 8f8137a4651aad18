/**
 * Public prices in USD, us-east-1, on demand, without free tiers; as of 2026, from AWS's price pages or what quotes
 * them: look them up before you rely on them.
 */
export const PRICES = {
  lambdaRequest: 0.2e-6,
  /** Of arm64. */
  lambdaGigabyteSecond: 0.0000133334,
  durableOperation: 8e-6,
  durableGigabyteWritten: 0.25,
  dynamodbRead: 0.125e-6,
  dynamodbWrite: 0.625e-6,
  customEvent: 1e-6,
} as const;

/** What one deployment used. */
export interface Used {
  readonly invocations: number;
  readonly gigabyteSeconds: number;
  /** Steps, waits, callbacks and invocations that a durable execution began. */
  readonly durableOperations: number;
  readonly durableBytes: number;
  readonly reads: number;
  readonly writes: number;
  /** Slipway's own: AWS's events cost nothing. */
  readonly events: number;
}

/** Each item of the table is smaller than a unit: 1 KB to write, 4 KB to read. */
export const FORMULA = [
  'invocations × 0.20/M',
  'GB-s × 0.0000133334 (arm64)',
  'durable operations × 8.00/M',
  'GB written by them × 0.25',
  'reads × 0.125/M',
  'writes × 0.625/M',
  'own events × 1.00/M',
].join(' + ');

export function costOf(used: Used): number {
  return (
    used.invocations * PRICES.lambdaRequest +
    used.gigabyteSeconds * PRICES.lambdaGigabyteSecond +
    used.durableOperations * PRICES.durableOperation +
    (used.durableBytes / 1e9) * PRICES.durableGigabyteWritten +
    used.reads * PRICES.dynamodbRead +
    used.writes * PRICES.dynamodbWrite +
    used.events * PRICES.customEvent
  );
}
