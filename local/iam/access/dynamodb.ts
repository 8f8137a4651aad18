import type { BatchGetItemInput, BatchWriteItemInput } from '@aws-sdk/client-dynamodb';
import type { AccessRules, Scope } from './rules.ts';

interface OfTable {
  readonly TableName: string;
  readonly IndexName?: string;
}

const table = ({ TableName }: OfTable, { arn }: Scope) => [arn('dynamodb', `table/${TableName}`)];
const tableOrIndex = ({ TableName, IndexName }: OfTable, { arn }: Scope) => [
  `${arn('dynamodb', `table/${TableName}`)}${IndexName === undefined ? '' : `/index/${IndexName}`}`,
];
const tables = ({ RequestItems = {} }: BatchGetItemInput | BatchWriteItemInput, { arn }: Scope) =>
  Object.keys(RequestItems).map((name) => arn('dynamodb', `table/${name}`));

/** @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazondynamodb.html */
export const dynamodbAccess: AccessRules = {
  prefix: 'dynamodb',
  resources: {
    BatchGetItem: tables,
    BatchWriteItem: tables,
    CreateTable: table,
    DeleteItem: table,
    DeleteTable: table,
    DescribeContinuousBackups: table,
    DescribeTable: table,
    DescribeTimeToLive: table,
    GetItem: table,
    PutItem: table,
    Query: tableOrIndex,
    Scan: tableOrIndex,
    UpdateContinuousBackups: table,
    UpdateItem: table,
    UpdateTable: table,
    UpdateTimeToLive: table,
  },
};
