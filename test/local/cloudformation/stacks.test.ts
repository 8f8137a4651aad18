import * as sdk from '@aws-sdk/client-cloudformation';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { Clock } from '../../../local/clock.ts';
import { createCloudFormation } from '../../../local/cloudformation/index.ts';
import { sdkCaller } from '../sdk-call.ts';
import { MemoryProvider } from './memory-provider.ts';

const account = {
  id: '000000000000',
  region: 'us-east-1',
  endpoint: 'http://127.0.0.1:4510',
  folder: '/nonexistent',
};

const ending: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const end of ending.splice(0)) await end();
});

async function cloud() {
  const things = new MemoryProvider();
  const buckets = new Map<string, string>();
  const part = createCloudFormation({
    account,
    clock: new Clock(),
    objects: { get: (bucket, key) => Buffer.from(buckets.get(`${bucket}/${key}`) ?? '') },
    providers: () => ({ 'Test::Thing': things, 'AWS::IAM::Role': things }),
  });
  const { aws, close } = await sdkCaller(part, sdk, 'CloudFormationClient');
  ending.push(close);
  const stack = async (name = 's') => (await aws('DescribeStacks', { StackName: name })).Stacks[0];
  const settled = async (name = 's') => {
    await vi.waitFor(async () => expect((await stack(name)).StackStatus).not.toMatch(/IN_PROGRESS$/));
    return stack(name);
  };
  const deploy = async (resources: object, more: More = {}, operation = 'CreateStack') => {
    const TemplateBody = JSON.stringify({ Resources: resources, ...more.sections });
    await aws(operation, { StackName: 's', TemplateBody, ...more.input });
    return settled();
  };
  const trail = async () =>
    (await aws('DescribeStackEvents', { StackName: 's' })).StackEvents.toReversed().map(
      (event: { LogicalResourceId: string; ResourceStatus: string }) =>
        `${event.LogicalResourceId} ${event.ResourceStatus}`,
    );
  return { aws, stack, settled, deploy, trail, things, buckets };
}

/** Further sections of the template, further members of the call. */
interface More {
  sections?: object;
  input?: object;
}

const thing = (properties: object = {}, rest: object = {}) => ({
  Type: 'Test::Thing',
  Properties: properties,
  ...rest,
});

describe('a stack', () => {
  it('is made in the order of its references, and tells it by events', async () => {
    const { deploy, trail, things } = await cloud();
    const made = await deploy(
      { Service: thing({ Uses: { 'Fn::GetAtt': ['Cluster', 'Arn'] } }), Cluster: thing() },
      {
        sections: {
          Outputs: { Port: { Value: { 'Fn::GetAtt': 'Cluster.Endpoint.Port' }, Export: { Name: 'port' } } },
        },
      },
    );
    expect(made.StackStatus).toBe('CREATE_COMPLETE');
    expect(made.Outputs).toEqual([{ OutputKey: 'Port', OutputValue: '80', ExportName: 'port' }]);
    expect(await trail()).toEqual([
      's CREATE_IN_PROGRESS',
      'Cluster CREATE_IN_PROGRESS',
      'Cluster CREATE_COMPLETE',
      'Service CREATE_IN_PROGRESS',
      'Service CREATE_COMPLETE',
      's CREATE_COMPLETE',
    ]);
    expect(things.existing.get('Service-2')).toEqual({ Uses: 'arn:Cluster-1' });
  });

  it('is rolled back when one resource fails, half-made ones included', async () => {
    const { deploy, things, aws } = await cloud();
    const ended = await deploy({
      A: thing(),
      B: thing({ Uses: { Ref: 'A' }, Fails: 'after' }),
      Kept: thing({}, { DeletionPolicy: 'Retain' }),
    });
    expect(ended.StackStatus).toBe('ROLLBACK_COMPLETE');
    expect([...things.existing.keys()]).toEqual(['Kept-2']);
    const { StackEvents } = await aws('DescribeStackEvents', { StackName: 's' });
    expect(StackEvents).toContainEqual(
      expect.objectContaining({
        LogicalResourceId: 'B',
        ResourceStatus: 'CREATE_FAILED',
        ResourceStatusReason: 'it never got steady',
      }),
    );
    await expect(deploy({ A: thing() }, {}, 'UpdateStack')).rejects.toThrow(/ROLLBACK_COMPLETE state/);
  });

  it('is updated by the least: no call for what is the same, the old one goes after all is well', async () => {
    const { deploy, things } = await cloud();
    const resources = (name: string, size: number) => ({
      A: thing({ Name: name }),
      B: thing({ Uses: { Ref: 'A' } }),
      C: thing({ Size: size }),
      ...(size === 1 ? { D: thing({ Uses: { Ref: 'C' } }) } : {}),
    });
    await deploy(resources('one', 1));
    await expect(deploy(resources('one', 1), {}, 'UpdateStack')).rejects.toThrow(
      'No updates are to be performed.',
    );
    things.calls.length = 0;
    expect((await deploy(resources('two', 2), {}, 'UpdateStack')).StackStatus).toBe('UPDATE_COMPLETE');
    expect(things.calls.slice(0, 3).toSorted()).toEqual(['create A-5', 'update B-3', 'update C-2']);
    expect(things.calls.slice(3).toSorted()).toEqual(['delete A-1', 'delete D-4']);
  });

  it('goes back to what it was when an update fails', async () => {
    const { deploy, things, trail } = await cloud();
    await deploy({ A: thing({ Name: 'one' }), B: thing({ Uses: { Ref: 'A' } }), C: thing() });
    const before = new Map(things.existing);
    const ended = await deploy(
      {
        A: thing({ Name: 'two' }),
        B: thing({ Uses: { Ref: 'A' } }),
        C: thing({ Fails: 'at update', Uses: { Ref: 'B' } }),
        New: thing(),
      },
      {},
      'UpdateStack',
    );
    expect(ended.StackStatus).toBe('UPDATE_ROLLBACK_COMPLETE');
    expect(things.existing).toEqual(before);
    expect((await trail()).slice(-5, -1).toSorted()).toEqual([
      'A DELETE_COMPLETE',
      'A DELETE_IN_PROGRESS',
      'New DELETE_COMPLETE',
      'New DELETE_IN_PROGRESS',
    ]);
  });

  it('is deleted from its users to what they use, and says what it could not delete', async () => {
    const { aws, deploy, settled, things, stack } = await cloud();
    const made = await deploy({
      A: thing(),
      B: thing({ Uses: { Ref: 'A' } }),
      C: thing({ Fails: 'at delete' }),
    });
    await aws('DeleteStack', { StackName: 's' });
    expect(await settled()).toMatchObject({
      StackStatus: 'DELETE_FAILED',
      StackStatusReason: 'The following resource(s) failed to delete: [C]. ',
    });
    expect(things.calls.slice(-2)).toEqual(['delete B-3', 'delete A-1']);
    await aws('DeleteStack', { StackName: 's', RetainResources: ['C'] });
    expect((await settled(made.StackId)).StackStatus).toBe('DELETE_COMPLETE');
    await expect(stack()).rejects.toThrow('Stack with id s does not exist');
  });

  it('is refused before anything is made', async () => {
    const { deploy, things } = await cloud();
    const refused = (resources: object, message: string | RegExp, more: More = {}) =>
      expect(deploy(resources, more)).rejects.toThrow(message);
    await refused(
      { Q: { Type: 'AWS::SNS::Topic' } },
      /Unrecognized resource types: \[AWS::SNS::Topic\].*Q is/,
    );
    await refused({ A: thing({ X: { Ref: 'B' } }) }, /Unresolved resource dependencies \[B\]/);
    await refused(
      { A: thing({ X: { Ref: 'B' } }), B: thing({ X: { Ref: 'A' } }) },
      'Circular dependency between resources: [A, B]',
    );
    await refused({ R: { Type: 'AWS::IAM::Role' } }, 'Requires capabilities : [CAPABILITY_IAM]');
    await refused(
      { R: { Type: 'AWS::IAM::Role', Properties: { RoleName: 'r' } } },
      'Requires capabilities : [CAPABILITY_NAMED_IAM]',
      { input: { Capabilities: ['CAPABILITY_IAM'] } },
    );
    await refused(
      { A: thing({}, { DependOn: 'B' }) },
      /Template format error: at \/Resources\/A: .*DependOn/,
    );
    await refused({ A: thing() }, 'Parameters: [Size] must have values', {
      sections: { Parameters: { Size: { Type: 'Number' } } },
    });
    expect(things.calls).toEqual([]);
  });

  it('gets its template from a bucket, in each way to write that', async () => {
    const { aws, buckets, settled } = await cloud();
    buckets.set('deploys/a b/template.yml', 'Resources: { A: { Type: Test::Thing } }');
    const addresses = [
      'https://s3.amazonaws.com/deploys/a%20b/template.yml',
      'https://deploys.s3.us-east-1.amazonaws.com/a%20b/template.yml',
      'http://127.0.0.1:4510/deploys/a%20b/template.yml',
    ];
    for (const [index, TemplateURL] of addresses.entries()) {
      await aws('CreateStack', { StackName: `s${index}`, TemplateURL });
      expect((await settled(`s${index}`)).StackStatus).toBe('CREATE_COMPLETE');
    }
  });
});

describe('a change set', () => {
  it('creates a stack, then says what it would change, then that nothing changed', async () => {
    const { aws, settled, things } = await cloud();
    const set = async (ChangeSetType: string, name: string, resources: object) => {
      const TemplateBody = JSON.stringify({ Resources: resources });
      await aws('CreateChangeSet', { StackName: 's', ChangeSetName: name, ChangeSetType, TemplateBody });
      return aws('DescribeChangeSet', { StackName: 's', ChangeSetName: name });
    };
    expect(await set('CREATE', 'first', { A: thing({ Name: 'one' }) })).toMatchObject({
      Status: 'CREATE_COMPLETE',
      ExecutionStatus: 'AVAILABLE',
    });
    expect(things.calls).toEqual([]);
    await aws('ExecuteChangeSet', { StackName: 's', ChangeSetName: 'first' });
    expect((await settled()).StackStatus).toBe('CREATE_COMPLETE');

    const second = await set('UPDATE', 'second', { A: thing({ Name: 'two' }), B: thing() });
    expect(second.Changes.map((change: { ResourceChange: object }) => change.ResourceChange)).toMatchObject([
      { Action: 'Modify', LogicalResourceId: 'A', Replacement: 'True' },
      { Action: 'Add', LogicalResourceId: 'B' },
    ]);
    await aws('DeleteChangeSet', { StackName: 's', ChangeSetName: 'second' });
    expect(await set('UPDATE', 'third', { A: thing({ Name: 'one' }) })).toMatchObject({
      Status: 'FAILED',
      StatusReason: expect.stringContaining("The submitted information didn't contain changes."),
    });
    await expect(aws('ExecuteChangeSet', { StackName: 's', ChangeSetName: 'third' })).rejects.toThrow(
      /cannot be executed/,
    );
  });
});
