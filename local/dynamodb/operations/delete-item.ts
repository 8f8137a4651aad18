import { DeleteItemCommand, type DeleteItemInput, type DeleteItemOutput } from '@aws-sdk/client-dynamodb';
import type { Operation } from '../../gateway/service.ts';
import { withFailedItem } from '../condition-failure.ts';
import type { Context } from '../context.ts';

export const deleteItem =
  ({ engine }: Context): Operation<DeleteItemInput, DeleteItemOutput> =>
  (input) =>
    withFailedItem(engine, input, input.Key, engine.send(new DeleteItemCommand(input)));
