import type { Clock } from '../clock.ts';
import type { Account, Part } from '../parts.ts';
import { startEngine } from './engine.ts';
import { dynamodbResources } from './resources.ts';
import { TimeToLive } from './time-to-live.ts';

// What dynalite answers as DynamoDB does. It has no transactions, streams, backups or PartiQL.
const PASSED_ON = [
  'BatchGetItem',
  'BatchWriteItem',
  'CreateTable',
  'DeleteItem',
  'DeleteTable',
  'DescribeTable',
  'GetItem',
  'ListTables',
  'ListTagsOfResource',
  'PutItem',
  'Query',
  'Scan',
  'TagResource',
  'UntagResource',
  'UpdateItem',
  'UpdateTable',
] as const;

/** DynamoDB: dynalite in this process, in memory, with time to live in front of it. */
export async function createDynamodb({ account, clock }: { account: Account; clock: Clock }): Promise<Part> {
  const engine = await startEngine(account);
  const timeToLive = new TimeToLive(engine, clock);
  const passedOn = PASSED_ON.map((name) => [name, (input: object) => engine.send(name, input)] as const);
  return {
    service: {
      client: 'dynamodb',
      operations: { ...Object.fromEntries(passedOn), ...timeToLive.operations },
    },
    resources: dynamodbResources(engine, timeToLive, account),
    async close() {
      timeToLive.close();
      await engine.close();
    },
  };
}
