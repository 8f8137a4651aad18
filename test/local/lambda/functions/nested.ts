import { withDurableExecution } from '@aws/durable-execution-sdk-js';

export const handler = withDurableExecution(async (_event: object, context) => {
  await context.wait('a moment', { seconds: 2 });
  return context.step('end', async () => 'nested end');
});
