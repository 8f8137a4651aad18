import {
  ConditionalCheckFailedException,
  DeleteItemCommand,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  type QueryCommandOutput,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';

/** The keys of an item: what it belongs to, and what it is. */
export interface Key {
  readonly pk: string;
  readonly sk: string;
}

export type Item = Key & Readonly<Record<string, unknown>>;

/** A condition in DynamoDB's expression language, with values under the names `:name` (and attributes as `#name`). */
export interface Condition {
  readonly expression: string;
  readonly values?: Readonly<Record<string, unknown>>;
}

/** One DynamoDB table, read consistently and written conditionally. Only this folder writes to it. */
export class Table {
  readonly #client: DynamoDBClient;
  readonly #name: string;

  constructor(client: DynamoDBClient, name: string) {
    this.#client = client;
    this.#name = name;
  }

  async get<Kept>(key: Key): Promise<Kept | undefined> {
    const { Item } = await this.#client.send(
      new GetItemCommand({ TableName: this.#name, Key: marshall(key), ConsistentRead: true }),
    );
    // What was put under this key is what comes back: the layout is this folder's alone.
    return Item === undefined ? undefined : (unmarshall(Item) as Kept);
  }

  /** False when the condition does not hold; then nothing is written. */
  async put(item: Item, condition?: Condition): Promise<boolean> {
    return held(
      this.#client.send(
        new PutItemCommand({
          TableName: this.#name,
          Item: marshall(item, { removeUndefinedValues: true }),
          ...conditionOf(condition),
        }),
      ),
    );
  }

  /** Puts an item where there is none with its key. False when there is. */
  add(item: Item): Promise<boolean> {
    return this.put(item, { expression: 'attribute_not_exists(pk)' });
  }

  /** Sets attributes of an item, which is made where it is missing. False when the condition does not hold. */
  async set(
    key: Key,
    attributes: Readonly<Record<string, unknown>>,
    condition?: Condition,
  ): Promise<boolean> {
    const names = Object.keys(attributes);
    const values = Object.fromEntries(names.map((name) => [`:${name}`, attributes[name]]));
    return held(
      this.#client.send(
        new UpdateItemCommand({
          TableName: this.#name,
          Key: marshall(key),
          UpdateExpression: `SET ${names.map((name) => `#${name} = :${name}`).join(', ')}`,
          ExpressionAttributeNames: Object.fromEntries(names.map((name) => [`#${name}`, name])),
          ...(condition === undefined ? {} : { ConditionExpression: condition.expression }),
          ExpressionAttributeValues: marshall(
            { ...values, ...condition?.values },
            { removeUndefinedValues: true },
          ),
        }),
      ),
    );
  }

  /** Adds to a number of an item. The new one; undefined when the condition does not hold. */
  async increase(key: Key, name: string, by: number, condition: Condition): Promise<number | undefined> {
    try {
      const { Attributes } = await this.#client.send(
        new UpdateItemCommand({
          TableName: this.#name,
          Key: marshall(key),
          UpdateExpression: `SET #${name} = #${name} + :by`,
          ExpressionAttributeNames: { [`#${name}`]: name },
          ConditionExpression: condition.expression,
          ExpressionAttributeValues: marshall({ ':by': by, ...condition.values }),
          ReturnValues: 'UPDATED_NEW',
        }),
      );
      return Number(unmarshall(Attributes ?? {})[name]);
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return undefined;
      throw error;
    }
  }

  async remove(key: Key): Promise<void> {
    await this.#client.send(new DeleteItemCommand({ TableName: this.#name, Key: marshall(key) }));
  }

  /** Items of one partition whose sort key begins with `prefix`, in its order; all of them unless limited. */
  async list<Kept>(
    pk: string,
    prefix: string,
    options: { readonly newestFirst?: boolean; readonly limit?: number } = {},
  ): Promise<Kept[]> {
    const found: Kept[] = [];
    let next: QueryCommandOutput['LastEvaluatedKey'];
    do {
      const page: QueryCommandOutput = await this.#client.send(
        new QueryCommand({
          TableName: this.#name,
          KeyConditionExpression: 'pk = :pk AND begins_with(sk, :prefix)',
          ExpressionAttributeValues: marshall({ ':pk': pk, ':prefix': prefix }),
          ConsistentRead: true,
          ScanIndexForward: !options.newestFirst,
          ...(options.limit === undefined ? {} : { Limit: options.limit - found.length }),
          ...(next === undefined ? {} : { ExclusiveStartKey: next }),
        }),
      );
      found.push(...(page.Items ?? []).map((item) => unmarshall(item) as Kept));
      next = page.LastEvaluatedKey;
    } while (next !== undefined && (options.limit === undefined || found.length < options.limit));
    return found;
  }
}

function conditionOf(condition: Condition | undefined) {
  if (condition === undefined) return {};
  return {
    ConditionExpression: condition.expression,
    ...(condition.values ? { ExpressionAttributeValues: marshall(condition.values) } : {}),
  };
}

async function held(write: Promise<unknown>): Promise<boolean> {
  try {
    await write;
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false;
    throw error;
  }
}
