import { appendFileSync } from 'node:fs';
import { CallbackTimeoutError, withDurableExecution } from '@aws/durable-execution-sdk-js';

/** Asks for an approval within three days, and tells when it did so and when it knew. */
export const handler = withDurableExecution(async (event: { trail: string }, context) => {
  const asked = await context.step('asked', async () => Date.now());
  const answer = await context
    .waitForCallback('approval', async (id) => appendFileSync(event.trail, `callback ${id}\n`), {
      timeout: { days: 3 },
    })
    .catch((error: unknown) => {
      if (error instanceof CallbackTimeoutError) return 'nobody answered';
      throw error;
    });
  const known = await context.step('known', async () => Date.now());
  return { answer, days: Math.floor((known - asked) / 86_400_000) };
});
