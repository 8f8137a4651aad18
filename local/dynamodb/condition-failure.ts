import { type AttributeValue, DescribeTableCommand, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { AwsError } from '../gateway/service.ts';
import type { Engine } from './engine.ts';

type Attributes = Record<string, AttributeValue>;

interface ConditionalWrite {
  readonly TableName?: string | undefined;
  readonly ReturnValuesOnConditionCheckFailure?: string | undefined;
}

/**
 * Adds to a failed condition the item that failed it, where the caller asks for that: dynalite does not.
 * It is read after the failure, so another write in between would be seen too.
 * @param given the item to write, or its key
 */
export async function withFailedItem<Output>(
  engine: Engine,
  { TableName, ReturnValuesOnConditionCheckFailure: asked }: ConditionalWrite,
  given: Attributes | undefined,
  write: Promise<Output>,
): Promise<Output> {
  try {
    return await write;
  } catch (error) {
    if (asked !== 'ALL_OLD' || !(error instanceof AwsError)) throw error;
    if (error.code !== 'ConditionalCheckFailedException') throw error;
    const { Table } = await engine.send(new DescribeTableCommand({ TableName }));
    const names = (Table?.KeySchema ?? []).flatMap(({ AttributeName }) => AttributeName ?? []);
    const Key = Object.fromEntries(Object.entries(given ?? {}).filter(([name]) => names.includes(name)));
    const { Item } = await engine.send(new GetItemCommand({ TableName, Key, ConsistentRead: true }));
    if (Item === undefined) throw error;
    throw new AwsError(error.code, error.message, { members: { Item }, cause: error });
  }
}
