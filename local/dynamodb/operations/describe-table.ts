import {
  DescribeTableCommand,
  type DescribeTableInput,
  type DescribeTableOutput,
} from '@aws-sdk/client-dynamodb';
import type { Operation } from '../../gateway/service.ts';
import type { Context } from '../context.ts';

export const describeTable =
  ({ engine, tables }: Context): Operation<DescribeTableInput, DescribeTableOutput> =>
  async ({ TableName }) => {
    const { Table } = await engine.send(new DescribeTableCommand({ TableName }));
    return Table ? { Table: tables.describe(Table) } : {};
  };
