import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { zipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { type Cloud, startCloud } from '../../local/cloud.ts';
import { freePort } from '../../local/free-port.ts';
import { inShellOf, type Ran } from './shell.ts';

const { command = '', missing } = inject('awsCli');
if (missing !== undefined) console.warn(`the AWS CLI is not tried: ${missing}`);

describe.skipIf(missing !== undefined)('the AWS CLI', () => {
  let cloud: Cloud;
  let shell: ReturnType<typeof inShellOf>;
  let folder: string;

  beforeAll(async () => {
    cloud = await startCloud({ pace: 50, engine: 'process' });
    shell = inShellOf(cloud);
    folder = join(cloud.account.folder, 'cli');
    await mkdir(folder);
  });
  afterAll(() => cloud?.close());

  /** Runs a command line as it would be typed; words with blanks are given apart. */
  async function run(line: string, ...more: string[]): Promise<Ran> {
    return shell(command, [...line.split(' '), ...endpointFor(line), ...more]);
  }

  /** Older CLIs do not use AWS_ENDPOINT_URL for SQS. */
  function endpointFor(line: string): string[] {
    return line.startsWith('sqs ') ? ['--endpoint-url', cloud.account.endpoint] : [];
  }

  /** What it printed, as JSON. */
  async function aws<Answer = Record<string, never>>(line: string, ...more: string[]): Promise<Answer> {
    const { code, out, err } = await run(line, ...more);
    expect({ line, code, err }).toEqual({ line, code: 0, err: '' });
    return (out.trim() === '' ? {} : JSON.parse(out)) as Answer;
  }

  async function file(name: string, content: string | Uint8Array): Promise<string> {
    const path = join(folder, name);
    await writeFile(path, content);
    return path;
  }

  it('says who it is, and makes a role', async () => {
    expect(await aws('sts get-caller-identity')).toMatchObject({ Account: '000000000000' });
    const trust = await file('trust.json', JSON.stringify(trustOf('lambda.amazonaws.com')));
    await aws('iam create-role --role-name cli', '--assume-role-policy-document', `file://${trust}`);
    await aws('iam wait role-exists --role-name cli');
    expect(await aws('iam list-roles --query', 'Roles[].RoleName')).toEqual(['cli']);
  });

  it('launches an environment of Elastic Beanstalk, and asks about it', async () => {
    const version = '--application-name cli-app --version-label v1';
    await aws(`elasticbeanstalk create-application-version ${version} --auto-create-application`);
    const stacks = await aws<string[]>(
      'elasticbeanstalk list-available-solution-stacks --query SolutionStacks',
    );
    await aws(
      `elasticbeanstalk create-environment ${version} --environment-name cli-env --cname-prefix cli-env`,
      '--solution-stack-name',
      stacks[0] ?? '',
    );
    await aws('elasticbeanstalk wait environment-exists --environment-names cli-env');
    expect(
      await aws('elasticbeanstalk describe-environments --query', 'Environments[].[VersionLabel,Health]'),
    ).toEqual([['v1', 'Green']]);
    const last = await aws(
      'elasticbeanstalk describe-events --max-items 1 --query',
      'Events[].EnvironmentName',
    );
    expect(last).toEqual(['cli-env']);
    const both = await run(
      'elasticbeanstalk update-environment --environment-name cli-env --version-label v1 --option-settings Namespace=aws:autoscaling:asg,OptionName=MinSize,Value=2',
    );
    expect(both.err).toContain('(InvalidParameterCombination) when calling the UpdateEnvironment operation');
    await aws('elasticbeanstalk terminate-environment --environment-name cli-env');
  });

  it('copies files to S3 and back', async () => {
    const path = await file('hello.txt', 'hello');
    expect((await run('s3 mb s3://cli-files')).code).toBe(0);
    expect((await run(`s3 cp ${path} s3://cli-files/a/hello.txt`)).code).toBe(0);
    expect((await run('s3 ls s3://cli-files/a/')).out).toContain('5 hello.txt');
    await aws('s3api wait object-exists --bucket cli-files --key a/hello.txt');
    expect((await run(`s3 cp s3://cli-files/a/hello.txt ${folder}/back.txt`)).code).toBe(0);
    expect(await readFile(`${folder}/back.txt`, 'utf8')).toBe('hello');
    expect((await run('s3 rb --force s3://cli-files')).code).toBe(0);
  });

  it('keeps parameters, and lists them page by page', async () => {
    for (const name of ['a', 'b', 'c'])
      await aws(`ssm put-parameter --type SecureString --name /cli/${name} --value secret-${name}`);
    const names = await aws('ssm describe-parameters --page-size 1 --query', 'Parameters[].Name');
    expect(names).toEqual(['/cli/a', '/cli/b', '/cli/c']);
    const value = await run(
      'ssm get-parameter --with-decryption --name /cli/b --output text --query Parameter.Value',
    );
    expect(value.out.trim()).toBe('secret-b');
    const lost = await run('ssm get-parameter --name /cli/none');
    expect(lost.code).toBeGreaterThan(0);
    expect(lost.err).toContain('(ParameterNotFound) when calling the GetParameter operation');
  });

  it('writes to a table on a condition', async () => {
    await aws(
      'dynamodb create-table --table-name cli --billing-mode PAY_PER_REQUEST --attribute-definitions AttributeName=id,AttributeType=S --key-schema AttributeName=id,KeyType=HASH',
    );
    await aws('dynamodb wait table-exists --table-name cli');
    const put = 'dynamodb put-item --table-name cli --condition-expression attribute_not_exists(id) --item';
    await aws(put, '{"id": {"S": "one"}}');
    expect((await run(put, '{"id": {"S": "one"}}')).err).toContain('ConditionalCheckFailedException');
    expect(await aws('dynamodb scan --table-name cli --query Items')).toEqual([{ id: { S: 'one' } }]);
  });

  it('sends an event by a rule to a queue', async () => {
    const { QueueUrl } = await aws<{ QueueUrl: string }>('sqs create-queue --queue-name cli');
    const arn = 'arn:aws:sqs:us-east-1:000000000000:cli';
    const policy = { Version: '2012-10-17', Statement: [allowEvents(arn)] };
    await aws(
      `sqs set-queue-attributes --queue-url ${QueueUrl} --attributes`,
      JSON.stringify({ Policy: JSON.stringify(policy) }),
    );
    await aws('events put-rule --name cli --event-pattern', '{"source": ["cli"]}');
    await aws(`events put-targets --rule cli --targets Id=queue,Arn=${arn}`);
    const entry = [{ Source: 'cli', DetailType: 'Said', Detail: '{"word": "hello"}' }];
    expect(await aws('events put-events --entries', JSON.stringify(entry))).toMatchObject({
      FailedEntryCount: 0,
    });
    const { Messages } = await aws<{ Messages: { Body: string }[] }>(
      `sqs receive-message --wait-time-seconds 20 --queue-url ${QueueUrl}`,
    );
    expect(JSON.parse(Messages[0]?.Body ?? '')).toMatchObject({ source: 'cli', detail: { word: 'hello' } });
  });

  it('makes a function, waits for it and invokes it', async () => {
    const source = 'export const handler = async ({ name }) => "hello " + name;';
    const zip = await file('function.zip', zipSync({ 'index.mjs': Buffer.from(source) }));
    await aws(
      `lambda create-function --function-name cli --runtime nodejs24.x --handler index.handler --role arn:aws:iam::000000000000:role/cli --zip-file fileb://${zip}`,
    );
    await aws('lambda wait function-active-v2 --function-name cli');
    const payload = await file('payload.json', '{"name": "you"}');
    const invoked = await aws(
      `lambda invoke --function-name cli --payload fileb://${payload} ${folder}/answer.json`,
    );
    expect(invoked).toMatchObject({ StatusCode: 200 });
    expect(await readFile(`${folder}/answer.json`, 'utf8')).toBe('"hello you"');
    expect(
      (await run('lambda list-functions --output text --query Functions[].FunctionName')).out.trim(),
    ).toBe('cli');
  });

  it('writes and filters log events', async () => {
    await aws('logs create-log-group --log-group-name /cli');
    await aws('logs create-log-stream --log-group-name /cli --log-stream-name one');
    const events = [
      { timestamp: Date.now(), message: 'all is well' },
      { timestamp: Date.now(), message: 'ERROR it is not' },
    ];
    await aws(
      'logs put-log-events --log-group-name /cli --log-stream-name one --log-events',
      JSON.stringify(events),
    );
    expect(
      await aws(
        'logs filter-log-events --log-group-name /cli --filter-pattern ERROR --query',
        'events[].message',
      ),
    ).toEqual(['ERROR it is not']);
  });

  it('makes a schedule and an alarm', async () => {
    const target = {
      Arn: 'arn:aws:sqs:us-east-1:000000000000:cli',
      RoleArn: 'arn:aws:iam::000000000000:role/cli',
    };
    const trust = await file('scheduler.json', JSON.stringify(trustOf('scheduler.amazonaws.com')));
    await aws('iam update-assume-role-policy --role-name cli', '--policy-document', `file://${trust}`);
    await aws(
      'scheduler create-schedule --name cli --flexible-time-window Mode=OFF --schedule-expression',
      'rate(1 day)',
      '--target',
      JSON.stringify(target),
    );
    expect(await aws('scheduler list-schedules --query', 'Schedules[].Name')).toEqual(['cli']);
    await aws(
      'cloudwatch put-metric-alarm --alarm-name cli --namespace AWS/ApplicationELB --metric-name HTTPCode_Target_5XX_Count --statistic Sum --period 60 --evaluation-periods 1 --threshold 1 --comparison-operator GreaterThanThreshold',
    );
    await aws('cloudwatch set-alarm-state --alarm-name cli --state-value ALARM --state-reason tried');
    expect(
      await aws('cloudwatch describe-alarms --state-value ALARM --query', 'MetricAlarms[].AlarmName'),
    ).toEqual(['cli']);
  });

  it('deploys a stack, changes nothing when nothing changed, and deletes it', async () => {
    const path = join(import.meta.dirname, '../../stacks/web.yml');
    const deploy = `cloudformation deploy --stack-name cli --template-file ${path} --capabilities CAPABILITY_IAM --parameter-overrides SourceLocation=https://github.com/team/web.git ListenerPort=${await freePort()}`;
    const deployed = await run(deploy);
    expect(deployed).toMatchObject({ code: 0, err: '' });
    expect(deployed.out).toContain('Successfully created/updated stack - cli');
    const again = await run(`${deploy} --no-fail-on-empty-changeset`);
    expect(again.code).toBe(0);
    // The first CLI says so on one stream, the second one on the other.
    expect(again.out + again.err).toContain('No changes to deploy');
    const types = await aws<string[]>(
      'cloudformation list-stack-resources --stack-name cli --query',
      'StackResourceSummaries[].ResourceType',
    );
    expect(types).toContain('AWS::ElasticLoadBalancingV2::LoadBalancer');
    const zones = 'ec2 describe-subnets --page-size 5 --filters Name=vpc-id,Values=vpc-* --query';
    expect(await aws(zones, 'sort_by(Subnets, &CidrBlock)[].[CidrBlock, AvailabilityZone]')).toEqual([
      ['10.0.0.0/18', 'us-east-1a'],
      ['10.0.64.0/18', 'us-east-1b'],
    ]);
    expect(
      await aws(
        'ec2 describe-security-groups --filters Name=ip-permission.to-port,Values=3000 --query',
        'SecurityGroups[].Description',
      ),
    ).toEqual(['Only the load balancer may reach the tasks']);
    expect((await run('ec2 describe-subnets --subnet-ids subnet-none')).err).toContain(
      "(InvalidSubnetID.NotFound) when calling the DescribeSubnets operation: The subnet ID 'subnet-none' does not exist",
    );
    await aws('cloudformation delete-stack --stack-name cli');
    await aws('cloudformation wait stack-delete-complete --stack-name cli');
    expect(await aws('elbv2 describe-load-balancers --query LoadBalancers')).toEqual([]);
  });

  it('is refused as AWS refuses, by name', async () => {
    const unknown = await run('ecs describe-services --cluster none --services web');
    expect(unknown.err).toContain('An error occurred (ClusterNotFoundException)');
    const absent = await run('kms list-keys');
    expect(absent.err).toMatch(/not implemented: kms.ListKeys/i);
  });
});

function trustOf(principal: string) {
  return {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: { Service: principal }, Action: 'sts:AssumeRole' }],
  };
}

function allowEvents(arn: string) {
  return {
    Effect: 'Allow',
    Principal: { Service: 'events.amazonaws.com' },
    Action: 'sqs:SendMessage',
    Resource: arn,
  };
}
