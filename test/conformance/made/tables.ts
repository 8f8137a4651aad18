import { DeleteTableCommand, DynamoDBClient, paginateListTables } from '@aws-sdk/client-dynamodb';
import { beginningWith, type Kind, listed, unlessGone } from './kind.ts';

/** Tables of DynamoDB. One that is still being made is in use. */
export const tables: Kind = {
  what: 'table',
  named: async (beginning) => {
    const client = new DynamoDBClient({});
    return beginningWith(
      beginning,
      await listed(paginateListTables({ client }, {}), (page) => page.TableNames),
    );
  },
  remove: (TableName) => new DynamoDBClient({}).send(new DeleteTableCommand({ TableName })).catch(unlessGone),
};
