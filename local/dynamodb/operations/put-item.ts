import { PutItemCommand, type PutItemInput, type PutItemOutput } from '@aws-sdk/client-dynamodb';
import type { Operation } from '../../gateway/service.ts';
import { withFailedItem } from '../condition-failure.ts';
import type { Context } from '../context.ts';

export const putItem =
  ({ engine }: Context): Operation<PutItemInput, PutItemOutput> =>
  (input) =>
    withFailedItem(engine, input, input.Item, engine.send(new PutItemCommand(input)));
