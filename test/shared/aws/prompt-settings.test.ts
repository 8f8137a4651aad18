import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { promptSettings } from '../../../shared/aws/prompt-settings.ts';

beforeEach(() => {
  vi.useFakeTimers();
  vi.spyOn(Math, 'random').mockReturnValue(0.999_999);
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

it.each(['THROTTLING', 'TRANSIENT'] as const)('has tried six times within 3 s: %s', async (errorType) => {
  const { retryStrategy } = promptSettings();
  const began = Date.now();
  let token = await retryStrategy.acquireInitialRetryToken('');
  for (let retries = 0; retries < 5; retries++) {
    const next = retryStrategy.refreshRetryTokenForRetry(token, { errorType });
    await vi.runAllTimersAsync();
    token = await next;
  }
  expect(Date.now() - began).toBeGreaterThan(0);
  expect(Date.now() - began).toBeLessThanOrEqual(3000);
  await expect(retryStrategy.refreshRetryTokenForRetry(token, { errorType })).rejects.toThrow();
});
