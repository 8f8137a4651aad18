import { appendFileSync } from 'node:fs';
import { withDurableExecution } from '@aws/durable-execution-sdk-js';

/** More state than one page holds, and a result that is too large to be returned. */
export const handler = withDurableExecution(
  async (event: { trail: string; resultBytes: number }, context) => {
    const numbers = await Promise.all(
      Array.from({ length: 1200 }, (_, index) =>
        context.step(`step-${index}`, async () => {
          appendFileSync(event.trail, `${index}\n`);
          return index;
        }),
      ),
    );
    await context.wait('pause', { seconds: 1 });
    const sum = numbers.reduce((total, number) => total + number, 0);
    return { sum, filler: 'x'.repeat(event.resultBytes) };
  },
);
