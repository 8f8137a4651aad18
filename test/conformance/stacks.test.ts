import {
  CloudFormationClient,
  CreateStackCommand,
  DescribeStackEventsCommand,
  DescribeStacksCommand,
  UpdateStackCommand,
  waitUntilStackCreateComplete,
  waitUntilStackUpdateComplete,
} from '@aws-sdk/client-cloudformation';
import { GetParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { stacks } from './made/stacks.ts';
import { type ConformanceTarget, openTarget } from './target.ts';

let target: ConformanceTarget;
let client: CloudFormationClient;
let StackName: string;

beforeAll(async () => {
  target = await openTarget();
  client = new CloudFormationClient({});
  StackName = target.name('stack');
});
afterAll(() => target?.close());

const wait = () => ({ client, maxWaitTime: 600 });

/** A parameter with this value, and a queue; a second queue of the same name cannot be. */
const template = (value: string, conflict = false) =>
  JSON.stringify({
    Parameters: { Name: { Type: 'String' } },
    Resources: {
      Value: {
        Type: 'AWS::SSM::Parameter',
        Properties: { Name: { Ref: 'Name' }, Type: 'String', Value: value },
      },
      ...(conflict
        ? {
            Twin: {
              Type: 'AWS::SSM::Parameter',
              DependsOn: 'Value',
              Properties: { Name: { Ref: 'Name' }, Type: 'String', Value: 'other' },
            },
          }
        : {}),
    },
    Outputs: { Name: { Value: { Ref: 'Value' } } },
  });

async function value(): Promise<string | undefined> {
  const { Parameter } = await new SSMClient({}).send(new GetParameterCommand({ Name: `/${StackName}` }));
  return Parameter?.Value;
}

it('makes what is described, changes it in place, and takes a failed change back', async () => {
  const Parameters = [{ ParameterKey: 'Name', ParameterValue: `/${StackName}` }];
  target.undo(stacks, StackName);
  const Tags = target.tags.pascal;
  await client.send(new CreateStackCommand({ StackName, TemplateBody: template('one'), Parameters, Tags }));
  await waitUntilStackCreateComplete(wait(), { StackName });
  const { Stacks } = await client.send(new DescribeStacksCommand({ StackName }));
  expect(Stacks?.[0]?.Outputs).toMatchObject([{ OutputKey: 'Name', OutputValue: `/${StackName}` }]);
  expect(await value()).toBe('one');

  await client.send(new UpdateStackCommand({ StackName, TemplateBody: template('two'), Parameters }));
  await waitUntilStackUpdateComplete(wait(), { StackName });
  expect(await value()).toBe('two');

  await client.send(new UpdateStackCommand({ StackName, TemplateBody: template('three', true), Parameters }));
  const status = await target.until(
    'the end of the update',
    async () => (await client.send(new DescribeStacksCommand({ StackName }))).Stacks?.[0]?.StackStatus,
    (seen) => seen !== undefined && /^UPDATE_.*(COMPLETE|FAILED)$/.test(seen) && !seen.includes('CLEANUP'),
  );
  expect(status).toBe('UPDATE_ROLLBACK_COMPLETE');
  expect(await value()).toBe('two');
  const { StackEvents = [] } = await client.send(new DescribeStackEventsCommand({ StackName }));
  const failed = StackEvents.find(({ ResourceStatus }) => ResourceStatus === 'CREATE_FAILED');
  expect(failed).toMatchObject({ LogicalResourceId: 'Twin' });
});

it('refuses an update that changes nothing', async () => {
  const Parameters = [{ ParameterKey: 'Name', UsePreviousValue: true }];
  const again = client.send(new UpdateStackCommand({ StackName, TemplateBody: template('two'), Parameters }));
  await expect(again).rejects.toMatchObject({
    name: 'ValidationError',
    message: 'No updates are to be performed.',
  });
});
