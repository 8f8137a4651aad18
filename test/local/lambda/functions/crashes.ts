import { appendFileSync, existsSync } from 'node:fs';
import { withDurableExecution } from '@aws/durable-execution-sdk-js';

/** Waits in its second step for a file, so that it can be killed there. */
export const handler = withDurableExecution(async (event: { trail: string }, context) => {
  const mark = (text: string) => appendFileSync(event.trail, `${text}\n`);
  const first = await context.step('first', async () => {
    mark('first');
    return 'first';
  });
  const second = await context.step('second', async () => {
    mark('second');
    while (!existsSync(`${event.trail}.go`)) await new Promise((resolve) => setTimeout(resolve, 10));
    return 'second';
  });
  const third = await context.step('third', async () => {
    mark('third');
    return 'third';
  });
  return [first, second, third];
});
