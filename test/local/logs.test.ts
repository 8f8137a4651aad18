import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  DeleteLogGroupCommand,
  DescribeLogGroupsCommand,
  DescribeLogStreamsCommand,
  FilterLogEventsCommand,
  GetLogEventsCommand,
  PutLogEventsCommand,
  PutRetentionPolicyCommand,
  ResourceAlreadyExistsException,
  ResourceNotFoundException,
} from '@aws-sdk/client-cloudwatch-logs';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { Clock } from '../../local/clock.ts';
import { createLogs } from '../../local/logs/index.ts';
import { throughGateway } from './through-gateway.ts';

const account = { id: '000000000000', region: 'us-east-1', endpoint: 'http://127.0.0.1:1', folder: '' };
const part = createLogs({ account, clock: new Clock() });
let client: CloudWatchLogsClient;
let close: () => Promise<void>;
beforeAll(async () => {
  const served = await throughGateway(part);
  client = new CloudWatchLogsClient(served.config);
  close = async () => {
    client.destroy();
    await served.close();
  };
});
afterAll(() => close());

const messages = async (logGroupName: string, logStreamName: string) => {
  const input = { logGroupName, logStreamName, startFromHead: true };
  return (await client.send(new GetLogEventsCommand(input))).events?.map(({ message }) => message);
};

it('keeps what services write, a line an event', async () => {
  part.logs.write('/aws/lambda/web', 'one', 'first\nsecond, in');
  part.logs.write('/aws/lambda/web', 'one', ' pieces\r\n\n');
  expect(await messages('/aws/lambda/web', 'one')).toEqual(['first', 'second, in pieces']);
  part.logs.write('/aws/lambda/web', 'one', 'a prompt without an end');
  await vi.waitFor(async () =>
    expect((await messages('/aws/lambda/web', 'one'))?.at(-1)).toBe('a prompt without an end'),
  );
});

it('reads a stream in pages, forward to its end and on', async () => {
  const logGroupName = '/app';
  const logStreamName = 'web';
  await client.send(new CreateLogGroupCommand({ logGroupName }));
  await client.send(new CreateLogStreamCommand({ logGroupName, logStreamName }));
  const put = (...texts: string[]) => {
    const logEvents = texts.map((message) => ({ message, timestamp: Date.now() }));
    return client.send(new PutLogEventsCommand({ logGroupName, logStreamName, logEvents }));
  };
  await put('a', 'b', 'c');
  const read = async (nextToken?: string) => {
    const input = { logGroupName, logStreamName, startFromHead: true, limit: 2 };
    const { events, nextForwardToken } = await client.send(
      new GetLogEventsCommand(nextToken === undefined ? input : { ...input, nextToken }),
    );
    return { texts: events?.map(({ message }) => message), nextForwardToken };
  };
  const first = await read();
  const second = await read(first.nextForwardToken);
  const third = await read(second.nextForwardToken);
  expect([first.texts, second.texts, third.texts]).toEqual([['a', 'b'], ['c'], []]);
  // The same token again says that this is the end for now; what comes later is found from there.
  expect(third.nextForwardToken).toBe(second.nextForwardToken);
  await put('d');
  expect((await read(third.nextForwardToken)).texts).toEqual(['d']);
  const newest = new GetLogEventsCommand({ logGroupName, logStreamName, limit: 2 });
  expect((await client.send(newest)).events?.map(({ message }) => message)).toEqual(['c', 'd']);
});

it('filters events of all streams by terms', async () => {
  part.logs.write('/filtered', 'one', 'ERROR disk full\nINFO all is well\n');
  part.logs.write('/filtered', 'two', 'ERROR no route to host\n');
  const filter = async (filterPattern: string) => {
    const { events } = await client.send(
      new FilterLogEventsCommand({ logGroupName: '/filtered', filterPattern }),
    );
    return events?.map(({ logStreamName }) => logStreamName);
  };
  expect(await filter('ERROR')).toEqual(['one', 'two']);
  expect(await filter('ERROR -disk')).toEqual(['two']);
  expect(await filter('"all is"')).toEqual(['one']);
  expect(await filter('?disk ?route')).toEqual(['one', 'two']);
  await expect(filter('{ $.level = "ERROR" }')).rejects.toThrow('not by the pattern');
});

it('takes of a batch what is neither too old nor too new', async () => {
  const input = { logGroupName: '/batch', logStreamName: 'one' };
  await client.send(new CreateLogGroupCommand(input));
  await client.send(new CreateLogStreamCommand(input));
  const hour = 3_600_000;
  const put = (...events: readonly (readonly [hours: number, message: string])[]) => {
    const now = Date.now();
    const logEvents = events.map(([hours, message]) => ({ timestamp: now + hours * hour, message }));
    return client.send(new PutLogEventsCommand({ ...input, logEvents }));
  };
  const { rejectedLogEventsInfo } = await put([-15 * 24, 'old'], [-1, 'past'], [1, 'soon'], [3, 'later']);
  expect(rejectedLogEventsInfo).toEqual({ tooOldLogEventEndIndex: 1, tooNewLogEventStartIndex: 3 });
  expect(await messages('/batch', 'one')).toEqual(['past', 'soon']);
  await client.send(new PutRetentionPolicyCommand({ ...input, retentionInDays: 1 }));
  const later = await put([-25, 'expired'], [0, 'now']);
  expect(later.rejectedLogEventsInfo).toEqual({ expiredLogEventEndIndex: 1 });
  await client.send(new PutRetentionPolicyCommand({ ...input, retentionInDays: 7 }));
  await expect(put([-25, 'a'], [0, 'b'])).rejects.toThrow('span more than 24 hours');
  await expect(put([0, 'a'], [-1, 'b'])).rejects.toThrow('chronological order');
  const large = 'x'.repeat(700_000);
  await expect(put([0, large], [0, large])).rejects.toThrow('Upload too large');
});

it('lists groups and streams, and deletes a group with all that is in it', async () => {
  const logGroupName = '/aws/codebuild/app';
  await client.send(new CreateLogGroupCommand({ logGroupName }));
  await expect(client.send(new CreateLogGroupCommand({ logGroupName }))).rejects.toBeInstanceOf(
    ResourceAlreadyExistsException,
  );
  await client.send(new PutRetentionPolicyCommand({ logGroupName, retentionInDays: 14 }));
  const describe = new DescribeLogGroupsCommand({ logGroupNamePrefix: '/aws/codebuild' });
  const { logGroups } = await client.send(describe);
  expect(logGroups).toMatchObject([
    {
      logGroupName,
      retentionInDays: 14,
      arn: 'arn:aws:logs:us-east-1:000000000000:log-group:/aws/codebuild/app:*',
    },
  ]);
  const named = async (more: object) =>
    (await client.send(new DescribeLogGroupsCommand(more))).logGroups?.map((group) => group.logGroupName);
  expect(await named({ logGroupIdentifiers: [logGroupName] })).toEqual([logGroupName]);
  expect(await named({ logGroupClass: 'INFREQUENT_ACCESS' })).toEqual([]);
  await expect(named({ includeLinkedAccounts: true })).rejects.toThrow('links no accounts');
  part.logs.write(logGroupName, 'older', 'x\n');
  const written = Date.now();
  await vi.waitUntil(() => Date.now() > written);
  part.logs.write(logGroupName, 'newer', 'x\n');
  const { logStreams } = await client.send(
    new DescribeLogStreamsCommand({ logGroupName, orderBy: 'LastEventTime', descending: true, limit: 1 }),
  );
  expect(logStreams?.map(({ logStreamName }) => logStreamName)).toEqual(['newer']);
  await client.send(new DeleteLogGroupCommand({ logGroupName }));
  await expect(messages(logGroupName, 'newer')).rejects.toBeInstanceOf(ResourceNotFoundException);
});

it('keeps the newest events of a stream that never stops', async () => {
  for (let index = 0; index < 10_001; index++) part.logs.write('/chatty', 'one', `${index}\n`);
  const found = await messages('/chatty', 'one');
  expect([found?.length, found?.[0], found?.at(-1)]).toEqual([10_000, '1', '10000']);
});

it('is made by CloudFormation', async () => {
  const provider = part.resources?.['AWS::Logs::LogGroup'];
  const request = { stackName: 's', logicalId: 'L', generatedName: 's-L-1' };
  const properties = { LogGroupName: '/made', RetentionInDays: 30 };
  const made = await provider?.create({ ...request, properties });
  expect(made).toEqual({
    id: '/made',
    attributes: { Arn: 'arn:aws:logs:us-east-1:000000000000:log-group:/made:*' },
  });
  await expect(
    (async () => provider?.create({ ...request, properties: { DataProtectionPolicy: {} } }))(),
  ).rejects.toThrow('DataProtectionPolicy');
});

it('keeps 2 MB of events in all, the newest', async () => {
  const line = 'x'.repeat(64 * 1024);
  for (let number = 0; number < 100; number++)
    part.logs.write('/many', `stream-${String(number).padStart(3, '0')}`, `${number} ${line}\n`);
  expect(await messages('/many', 'stream-000')).toEqual([]);
  expect(await messages('/many', 'stream-099')).toEqual([`99 ${line}`]);
});

it('keeps the newest of the streams that have no events any more', async () => {
  const line = 'x'.repeat(64 * 1024);
  for (let number = 0; number < 200; number++) part.logs.write('/emptied', `stream-${number}`, `${line}\n`);
  await expect(messages('/emptied', 'stream-0')).rejects.toThrow(ResourceNotFoundException);
  expect(await messages('/emptied', 'stream-80')).toEqual([]);
  part.logs.write('/emptied', 'stream-0', 'one that goes on\n');
  expect(await messages('/emptied', 'stream-0')).toEqual(['one that goes on']);
});
