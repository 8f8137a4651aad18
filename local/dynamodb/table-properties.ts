import { z } from 'zod';
import type { Call } from '../gateway/service.ts';
import type { Account } from '../parts.ts';

// Templates may give booleans and numbers as text.
const flag = z.union([z.boolean(), z.enum(['true', 'false'])]).transform((value) => String(value) === 'true');
const throughput = z.strictObject({
  ReadCapacityUnits: z.coerce.number(),
  WriteCapacityUnits: z.coerce.number(),
});
const keySchema = z.array(z.strictObject({ AttributeName: z.string(), KeyType: z.enum(['HASH', 'RANGE']) }));
const index = z.strictObject({
  IndexName: z.string(),
  KeySchema: keySchema,
  Projection: z.strictObject({
    ProjectionType: z.enum(['ALL', 'INCLUDE', 'KEYS_ONLY']).optional(),
    NonKeyAttributes: z.array(z.string()).optional(),
  }),
});

/** What a template may say of a table. Streams, replicas, imports and the like are refused by name. */
export const TableShape = z.strictObject({
  TableName: z.string().optional(),
  AttributeDefinitions: z.array(
    z.strictObject({ AttributeName: z.string(), AttributeType: z.enum(['S', 'N', 'B']) }),
  ),
  KeySchema: keySchema,
  BillingMode: z.enum(['PAY_PER_REQUEST', 'PROVISIONED']).optional(),
  ProvisionedThroughput: throughput.optional(),
  GlobalSecondaryIndexes: z.array(index.extend({ ProvisionedThroughput: throughput.optional() })).optional(),
  LocalSecondaryIndexes: z.array(index).optional(),
  TimeToLiveSpecification: z.strictObject({ AttributeName: z.string(), Enabled: flag }).optional(),
  PointInTimeRecoverySpecification: z
    .strictObject({
      PointInTimeRecoveryEnabled: flag.optional(),
      RecoveryPeriodInDays: z.coerce.number().optional(),
    })
    .optional(),
  SSESpecification: z
    .strictObject({ SSEEnabled: flag, SSEType: z.string().optional(), KMSMasterKeyId: z.string().optional() })
    .optional(),
  DeletionProtectionEnabled: flag.optional(),
  TableClass: z.enum(['STANDARD', 'STANDARD_INFREQUENT_ACCESS']).optional(),
  Tags: z.array(z.strictObject({ Key: z.string(), Value: z.string() })).optional(),
});

export type TableProperties = z.output<typeof TableShape>;

/** CloudFormation calls the service's own code; there is no caller to judge. */
export const stackCall = ({ id }: Account): Call => ({
  service: 'dynamodb',
  operation: 'CloudFormation',
  caller: { arn: `arn:aws:iam::${id}:root`, accountId: id },
  requestId: 'cloudformation',
});
