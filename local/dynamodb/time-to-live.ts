import {
  type AttributeValue,
  DeleteItemCommand,
  DescribeTableCommand,
  ScanCommand,
} from '@aws-sdk/client-dynamodb';
import type { Timer } from '../clock.ts';
import { AwsError } from '../gateway/service.ts';
import type { Context } from './context.ts';

/** How often expired items are looked for. DynamoDB itself takes up to a few days. */
const EVERY_SECONDS = 3600;
/** An item that is over for longer is left alone, as DynamoDB does against mistaken times. @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/time-to-live-ttl-before-you-start.html */
const TOO_OLD_SECONDS = 5 * 365 * 24 * 3600;

type Item = Record<string, AttributeValue>;

/** Removes items whose time is over, again and again, which dynalite does not do. Returns how to stop. */
export function expireItems(context: Context): () => void {
  let timer: Timer;
  const arm = (): void => {
    timer = context.clock.after(EVERY_SECONDS, () => {
      const end = context.clock.begin('the expiry of items');
      void sweep().finally(() => {
        arm();
        end();
      });
    });
  };
  const sweep = async (): Promise<void> => {
    for (const name of context.tables.names()) {
      const attribute = context.tables.find(name)?.timeToLive;
      // A table may be deleted in between: then there is nothing to expire.
      if (attribute !== undefined) await expire(context, name, attribute).catch(() => undefined);
    }
  };
  arm();
  return () => timer.cancel();
}

/** Removes the items of one table that are over now. */
export async function expire(
  { engine, clock }: Pick<Context, 'engine' | 'clock'>,
  TableName: string,
  attribute: string,
): Promise<void> {
  const { Table } = await engine.send(new DescribeTableCommand({ TableName }));
  const keys = (Table?.KeySchema ?? []).flatMap(({ AttributeName }) => AttributeName ?? []);
  const now = clock.now() / 1000;
  let ExclusiveStartKey: Item | undefined;
  do {
    const page = await engine.send(new ScanCommand({ TableName, ExclusiveStartKey }));
    for (const item of page.Items ?? []) {
      const seen = item[attribute];
      const expires = Number(seen?.N ?? Number.NaN);
      if (!seen || !(expires < now && expires > now - TOO_OLD_SECONDS)) continue;
      const Key = Object.fromEntries(Object.entries(item).filter(([name]) => keys.includes(name)));
      // Whoever gave it another time meanwhile keeps it.
      const deletion = new DeleteItemCommand({
        ...{ TableName, Key, ConditionExpression: '#time = :seen' },
        ...{ ExpressionAttributeNames: { '#time': attribute }, ExpressionAttributeValues: { ':seen': seen } },
      });
      await engine.send(deletion).catch(unlessRenewed);
    }
    ExclusiveStartKey = page.LastEvaluatedKey;
  } while (ExclusiveStartKey !== undefined);
}

function unlessRenewed(error: unknown): void {
  if (!(error instanceof AwsError && error.code === 'ConditionalCheckFailedException')) throw error;
}
