import { UpdateItemCommand, type UpdateItemInput, type UpdateItemOutput } from '@aws-sdk/client-dynamodb';
import type { Operation } from '../../gateway/service.ts';
import { withFailedItem } from '../condition-failure.ts';
import type { Context } from '../context.ts';

export const updateItem =
  ({ engine }: Context): Operation<UpdateItemInput, UpdateItemOutput> =>
  (input) =>
    withFailedItem(engine, input, input.Key, engine.send(new UpdateItemCommand(input)));
