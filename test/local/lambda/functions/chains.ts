import { withDurableExecution } from '@aws/durable-execution-sdk-js';

export const handler = withDurableExecution(async ({ to }: { to: string }, context) =>
  context.invoke('other', to, {}),
);
