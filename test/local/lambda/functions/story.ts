import { appendFileSync } from 'node:fs';
import { CallbackTimeoutError, InvokeError, withDurableExecution } from '@aws/durable-execution-sdk-js';

/** All kinds of operations, one after the other. What really ran is in the trail. */
export const handler = withDurableExecution(async (event: { trail: string }, context) => {
  const mark = (text: string) => appendFileSync(event.trail, `${text}\n`);
  mark('invoked');
  const one = await context.step('one', async () => {
    mark('one');
    return 1;
  });
  const tries = await context.step(
    'flaky',
    async ({ attempt }) => {
      mark(`flaky ${attempt}`);
      if (attempt < 3) throw new Error('not yet');
      return attempt;
    },
    { retryStrategy: () => ({ shouldRetry: true, delay: { seconds: 20 } }) },
  );
  await context.wait('pause', { seconds: 30 });
  const answer = await context.waitForCallback('answer', async (id) => mark(`callback ${id}`), {
    timeout: { hours: 2 },
  });
  const late = await context
    .waitForCallback('late', async () => undefined, { timeout: { seconds: 40 } })
    .catch((error: unknown) => (error instanceof CallbackTimeoutError ? 'timed out' : String(error)));
  const silent = await context
    .waitForCallback('silent', async (id) => mark(`silent ${id}`), {
      timeout: { hours: 2 },
      heartbeatTimeout: { seconds: 200 },
    })
    .catch((error: unknown) => (error instanceof Error ? error.message : String(error)));
  const doubled = await context.map('all', [1, 2, 3], (child, item) =>
    child.runInChildContext(`branch-${item}`, async (branch) => {
      await branch.wait('a moment', { seconds: 5 });
      return branch.step('double', async () => item * 2);
    }),
  );
  const chained = await context.invoke<object, { sum: number }>('sum', 'plain', { add: [1, 2] });
  const refused = await context
    .invoke('fails', 'plain', { fail: 'no luck' })
    .catch((error: unknown) => (error instanceof InvokeError ? error.message : 'another error'));
  const nested = await context.invoke<object, string>('nested', 'nested:$LATEST', { trail: event.trail });
  return { one, tries, answer, late, silent, doubled: doubled.getResults(), chained, refused, nested };
});
