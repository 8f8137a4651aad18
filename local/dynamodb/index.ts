import type { Clock } from '../clock.ts';
import type { Account, Part } from '../parts.ts';
import { startEngine } from './engine.ts';
import { operationsOf } from './operations/index.ts';
import { dynamodbResources } from './resources.ts';
import { Tables } from './tables.ts';
import { expireItems } from './time-to-live.ts';

/** DynamoDB: dynalite in this process, in memory, with what it lacks in front of it. */
export async function createDynamodb({ account, clock }: { account: Account; clock: Clock }): Promise<Part> {
  const { engine, close } = await startEngine(account);
  const context = { account, clock, engine, tables: new Tables() };
  const stopExpiring = expireItems(context);
  return {
    service: { client: 'dynamodb', operations: operationsOf(context) },
    resources: dynamodbResources(context),
    async close() {
      stopExpiring();
      await close();
    },
  };
}
