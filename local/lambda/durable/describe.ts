import type { Execution as Summary } from '@aws-sdk/client-lambda';
import type { Execution } from './execution.ts';

/** What lists tell of an execution. */
export function describeExecution({ identity, status, started, endedAt }: Execution): Summary {
  return {
    DurableExecutionArn: identity.arn,
    DurableExecutionName: identity.name,
    FunctionArn: identity.functionArn,
    Status: status,
    StartTimestamp: started,
    ...(endedAt === undefined ? {} : { EndTimestamp: endedAt }),
  };
}
