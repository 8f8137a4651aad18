import type { BatchGetItemInput, BatchWriteItemInput, CreateTableInput } from '@aws-sdk/client-dynamodb';
import type { AccessRules, Scope } from './rules.ts';
import { tagging } from './tag-on-creation.ts';

interface OfTable {
  readonly TableName: string;
  readonly IndexName?: string;
}

const tableArn = (nameOrArn: string, { arn }: Scope) =>
  arn('dynamodb', nameOrArn.startsWith('arn:') ? nameOrArn : `table/${nameOrArn}`);
const table = ({ TableName }: OfTable, scope: Scope) => [tableArn(TableName, scope)];
const tableOrIndex = ({ TableName, IndexName }: OfTable, scope: Scope) => [
  `${tableArn(TableName, scope)}${IndexName === undefined ? '' : `/index/${IndexName}`}`,
];
const tables = ({ RequestItems = {} }: BatchGetItemInput | BatchWriteItemInput, scope: Scope) =>
  Object.keys(RequestItems).map((name) => tableArn(name, scope));

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
  more: {
    // An empty list takes it too (seen in hashicorp/terraform-provider-aws#10943 and feast-dev/feast#4100).
    CreateTable: ({ TableName = '', Tags }: CreateTableInput, scope: Scope) =>
      tagging('dynamodb:TagResource', Tags && [Tags], table({ TableName }, scope)),
  },
};
