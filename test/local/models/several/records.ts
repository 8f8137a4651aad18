import { arn, type Maker, three, times } from './maker.ts';

export const ssm: Maker = async (send) => {
  await times((name) =>
    send('PutParameter', { Name: `/several/${name}`, Value: name, Type: 'String', Overwrite: true }),
  );
  await times((Value) => send('PutParameter', { Name: '/several/one', Value, Overwrite: true }));
  return {
    DescribeParameters: {},
    GetParameterHistory: { Name: '/several/one' },
    GetParametersByPath: { Path: '/several' },
  };
};

export const s3: Maker = async (send) => {
  await times((name) => send('CreateBucket', { Bucket: `several-${name}` }));
  const Bucket = 'several-one';
  await times((name) => send('PutObject', { Bucket, Key: name, Body: name }));
  await times((name) => send('PutObject', { Bucket, Key: `folder-${name}/file`, Body: name }));
  return {
    ListBuckets: {},
    ListObjectsV2: { Bucket, Delimiter: '/' },
  };
};

export const sqs: Maker = async (send) => {
  await times((QueueName) => send('CreateQueue', { QueueName }));
  // It pages only where a page's size is asked for (API reference, ListQueues).
  return { ListQueues: { MaxResults: 1000 } };
};

export const logs: Maker = async (send) => {
  await times((name) => send('CreateLogGroup', { logGroupName: `/several/${name}` }));
  const logGroupName = '/several/one';
  await times((logStreamName) => send('CreateLogStream', { logGroupName, logStreamName }));
  const logEvents = three.map((message, index) => ({ timestamp: Date.now() + index, message }));
  await send('PutLogEvents', { logGroupName, logStreamName: 'one', logEvents });
  return {
    DescribeLogGroups: {},
    DescribeLogStreams: { logGroupName },
    FilterLogEvents: { logGroupName },
  };
};

export const dynamodb: Maker = async (send) => {
  const keys = { pk: 'HASH', sk: 'RANGE' };
  await times((TableName) =>
    send('CreateTable', {
      TableName,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: Object.keys(keys).map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
      KeySchema: Object.entries(keys).map(([AttributeName, KeyType]) => ({ AttributeName, KeyType })),
      Tags: three.map((Key) => ({ Key, Value: Key })),
    }),
  );
  const TableName = 'one';
  await times((sk) => send('PutItem', { TableName, Item: { pk: { S: 'a' }, sk: { S: sk } } }));
  return {
    ListTables: {},
    ListTagsOfResource: { ResourceArn: arn('dynamodb', 'table/one') },
    Query: {
      TableName,
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: { ':pk': { S: 'a' } },
    },
    Scan: { TableName },
  };
};

export const eventbridge: Maker = async (send) => {
  await times((Name) => send('CreateEventBus', { Name }));
  await times((Name) => send('PutRule', { Name, EventPattern: '{"source":["several"]}' }));
  await send('PutTargets', {
    Rule: 'one',
    Targets: three.map((Id) => ({ Id, Arn: arn('sqs', Id) })),
  });
  return { ListEventBuses: {}, ListRules: {}, ListTargetsByRule: { Rule: 'one' } };
};

export const scheduler: Maker = async (send) => {
  await times((Name) =>
    send('CreateSchedule', {
      Name,
      ScheduleExpression: 'rate(1 day)',
      FlexibleTimeWindow: { Mode: 'OFF' },
      Target: { Arn: arn('sqs', 'one'), RoleArn: 'arn:aws:iam::000000000000:role/several' },
    }),
  );
  return { ListSchedules: {} };
};

export const cloudwatch: Maker = async (send) => {
  await times((AlarmName) =>
    send('PutMetricAlarm', {
      AlarmName,
      Namespace: 'web',
      MetricName: 'errors',
      Statistic: 'Sum',
      Period: 60,
      EvaluationPeriods: 1,
      Threshold: 1,
      ComparisonOperator: 'GreaterThanThreshold',
    }),
  );
  return { DescribeAlarms: {} };
};
