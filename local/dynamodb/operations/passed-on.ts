import {
  BatchGetItemCommand,
  BatchWriteItemCommand,
  GetItemCommand,
  ListTablesCommand,
  ListTagsOfResourceCommand,
  QueryCommand,
  ScanCommand,
  TagResourceCommand,
  UntagResourceCommand,
} from '@aws-sdk/client-dynamodb';
import type { AnyOperation } from '../../gateway/service.ts';
import type { Context } from '../context.ts';

/** What dynalite answers as DynamoDB does. It has no transactions, streams, backups or PartiQL. */
export const passedOn = ({ engine }: Context): Readonly<Record<string, AnyOperation>> => ({
  BatchGetItem: (input: never) => engine.send(new BatchGetItemCommand(input)),
  BatchWriteItem: (input: never) => engine.send(new BatchWriteItemCommand(input)),
  GetItem: (input: never) => engine.send(new GetItemCommand(input)),
  ListTables: (input: never) => engine.send(new ListTablesCommand(input)),
  ListTagsOfResource: (input: never) => engine.send(new ListTagsOfResourceCommand(input)),
  Query: (input: never) => engine.send(new QueryCommand(input)),
  Scan: (input: never) => engine.send(new ScanCommand(input)),
  TagResource: (input: never) => engine.send(new TagResourceCommand(input)),
  UntagResource: (input: never) => engine.send(new UntagResourceCommand(input)),
});
