import {
  AddTagsToResourceCommand,
  DeleteParameterCommand,
  DescribeParametersCommand,
  GetParameterCommand,
  GetParameterHistoryCommand,
  GetParametersByPathCommand,
  GetParametersCommand,
  InvalidResourceId,
  ListTagsForResourceCommand,
  ParameterAlreadyExists,
  ParameterPatternMismatchException,
  ParameterVersionNotFound,
  PutParameterCommand,
  RemoveTagsFromResourceCommand,
  SSMClient,
} from '@aws-sdk/client-ssm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Clock } from '../../local/clock.ts';
import { createSsm } from '../../local/ssm/index.ts';
import { throughGateway } from './through-gateway.ts';

const account = { id: '000000000000', region: 'us-east-1', endpoint: 'http://127.0.0.1:1', folder: '' };
const ssm = createSsm({ account, clock: new Clock() });
let client: SSMClient;
let close: () => Promise<void>;
beforeAll(async () => {
  const served = await throughGateway(ssm);
  client = new SSMClient(served.config);
  close = served.close;
});
afterAll(() => close());

const put = (Name: string, Value: string, more: object = {}) =>
  client.send(new PutParameterCommand({ Name, Value, Type: 'String', ...more }));

it('keeps the versions of a parameter, which is replaced only by who says so', async () => {
  await put('/app/colour', 'red');
  await expect(put('/app/colour', 'blue')).rejects.toBeInstanceOf(ParameterAlreadyExists);
  expect((await put('/app/colour', 'blue', { Overwrite: true })).Version).toBe(2);
  const read = async (Name: string) =>
    (await client.send(new GetParameterCommand({ Name }))).Parameter?.Value;
  expect(await read('/app/colour')).toBe('blue');
  expect(await read('/app/colour:1')).toBe('red');
  expect(await read('arn:aws:ssm:us-east-1:000000000000:parameter/app/colour')).toBe('blue');
  await expect(read('/app/colour:3')).rejects.toBeInstanceOf(ParameterVersionNotFound);
  const { Parameters } = await client.send(new GetParameterHistoryCommand({ Name: '/app/colour' }));
  expect(Parameters?.map(({ Version, Value }) => [Version, Value])).toEqual([
    [1, 'red'],
    [2, 'blue'],
  ]);
});

it('keeps the tags of a parameter, for as long as it is there', async () => {
  const parameter = { ResourceType: 'Parameter', ResourceId: '/tagged' } as const;
  const tags = async () => (await client.send(new ListTagsForResourceCommand(parameter))).TagList;
  const Tags = [{ Key: 'team', Value: 'web' }];
  await put('/tagged', 'one', { Tags });
  await expect(put('/tagged', 'two', { Tags, Overwrite: true })).rejects.toThrow('tags and overwrite');
  await put('/tagged', 'two', { Overwrite: true });
  await client.send(new AddTagsToResourceCommand({ ...parameter, Tags: [{ Key: 'stage', Value: 'dev' }] }));
  expect(await tags()).toEqual([...Tags, { Key: 'stage', Value: 'dev' }]);
  await client.send(new RemoveTagsFromResourceCommand({ ...parameter, TagKeys: ['team'] }));
  expect(await tags()).toEqual([{ Key: 'stage', Value: 'dev' }]);
  await client.send(new DeleteParameterCommand({ Name: '/tagged' }));
  await expect(tags()).rejects.toBeInstanceOf(InvalidResourceId);
  await put('/tagged', 'three');
  expect(await tags()).toEqual([]);
});

it('finds parameters by path, by name and by filter', async () => {
  await put('/tree/a', '1');
  await put('/tree/deep/b', '2');
  const under = async (Recursive: boolean) => {
    const { Parameters } = await client.send(new GetParametersByPathCommand({ Path: '/tree', Recursive }));
    return Parameters?.map(({ Name }) => Name);
  };
  expect(await under(false)).toEqual(['/tree/a']);
  expect(await under(true)).toEqual(['/tree/a', '/tree/deep/b']);
  const several = await client.send(new GetParametersCommand({ Names: ['/tree/a', '/tree/none'] }));
  expect(several.InvalidParameters).toEqual(['/tree/none']);
  const ParameterFilters = [{ Key: 'Name', Option: 'BeginsWith', Values: ['/tree/d'] }];
  const { Parameters } = await client.send(new DescribeParametersCommand({ ParameterFilters }));
  expect(Parameters?.map(({ Name, Type }) => [Name, Type])).toEqual([['/tree/deep/b', 'String']]);
});

it('holds values to their pattern', async () => {
  await expect(put('/pattern', 'abc', { AllowedPattern: '\\d+' })).rejects.toBeInstanceOf(
    ParameterPatternMismatchException,
  );
});

it('gives a secure string in clear to the services that hand it on', async () => {
  await put('/secret', 'hush', { Type: 'SecureString' });
  const { Parameter } = await client.send(new GetParameterCommand({ Name: '/secret' }));
  expect(Buffer.from(Parameter?.Value ?? '', 'base64').toString()).not.toContain('hush');
  expect(ssm.parameters.value('arn:aws:ssm:us-east-1:000000000000:parameter/secret')).toBe('hush');
});
