import { DeleteTableCommand, type DeleteTableInput, type DeleteTableOutput } from '@aws-sdk/client-dynamodb';
import { AwsError, type Operation } from '../../gateway/service.ts';
import type { Context } from '../context.ts';

export const deleteTable =
  ({ engine, tables }: Context): Operation<DeleteTableInput, DeleteTableOutput> =>
  async ({ TableName = '' }) => {
    if (tables.find(TableName)?.deletionProtection)
      throw new AwsError(
        'ValidationException',
        'Resource cannot be deleted as it is currently protected against deletion. Disable deletion protection first.',
      );
    const answer = await engine.send(new DeleteTableCommand({ TableName }));
    tables.delete(TableName);
    return answer;
  };
