import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  FilterLogEventsCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import {
  CreateClusterCommand,
  DescribeTasksCommand,
  ECSClient,
  RegisterTaskDefinitionCommand,
  RunTaskCommand,
} from '@aws-sdk/client-ecs';
import { CreateRoleCommand, IAMClient, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { appImage } from '../containers/app-image.ts';

const trust = {
  Statement: [
    { Effect: 'Allow', Principal: { Service: 'ecs-tasks.amazonaws.com' }, Action: 'sts:AssumeRole' },
  ],
};

/** What an app does that finds out who it is: the SDK's own way to its credentials, and the metadata. */
const program = `
const { STSClient, GetCallerIdentityCommand } = await import(${JSON.stringify(import.meta.resolve('@aws-sdk/client-sts'))});
const { Arn } = await new STSClient({}).send(new GetCallerIdentityCommand({}));
const base = process.env.ECS_CONTAINER_METADATA_URI_V4;
const [own, task] = await Promise.all(['', '/task'].map(async (path) => (await fetch(base + path)).json()));
const stolen = await fetch(process.env.AWS_CONTAINER_CREDENTIALS_FULL_URI, { headers: { authorization: 'guessed' } });
console.log(JSON.stringify({ Arn, name: own.Name, family: task.Family, known: task.Containers.length, stolen: stolen.status }));
`;

let app: Awaited<ReturnType<typeof appImage>>;
beforeAll(async () => {
  app = await appImage('process');
});
afterAll(() => app?.close());

it('gives a task the credentials of its role by the endpoint that SDKs ask, and its metadata', async () => {
  const { AWS_ENDPOINT_URL: endpoint, AWS_REGION: region } = app.cloud.environment;
  const config = { endpoint, region, credentials: { accessKeyId: 'a', secretAccessKey: 'b' } };
  const [ecs, iam, logs] = [new ECSClient(config), new IAMClient(config), new CloudWatchLogsClient(config)];
  const { Role } = await iam.send(
    new CreateRoleCommand({ RoleName: 'app', AssumeRolePolicyDocument: JSON.stringify(trust) }),
  );
  const allowed = { Effect: 'Allow', Action: '*', Resource: '*' };
  await iam.send(
    new PutRolePolicyCommand({
      RoleName: 'app',
      PolicyName: 'app',
      PolicyDocument: JSON.stringify({ Statement: [allowed] }),
    }),
  );
  await logs.send(new CreateLogGroupCommand({ logGroupName: '/app' }));
  await ecs.send(new CreateClusterCommand({ clusterName: 'main' }));
  await ecs.send(
    new RegisterTaskDefinitionCommand({
      family: 'job',
      memory: '512',
      taskRoleArn: Role?.Arn,
      executionRoleArn: Role?.Arn,
      containerDefinitions: [
        {
          name: 'app',
          image: app.name,
          command: ['node', '--input-type=module', '-e', program],
          logConfiguration: {
            logDriver: 'awslogs',
            options: { 'awslogs-group': '/app', 'awslogs-region': region, 'awslogs-stream-prefix': 'ecs' },
          },
        },
      ],
    }),
  );
  const { tasks } = await ecs.send(new RunTaskCommand({ cluster: 'main', taskDefinition: 'job' }));
  const taskArn = tasks?.[0]?.taskArn ?? '';
  const described = async () =>
    (await ecs.send(new DescribeTasksCommand({ cluster: 'main', tasks: [taskArn] }))).tasks?.[0];
  await expect.poll(async () => (await described())?.lastStatus, { timeout: 30_000 }).toBe('STOPPED');
  const { events } = await logs.send(new FilterLogEventsCommand({ logGroupName: '/app' }));
  const said = (events ?? []).map(({ message = '' }) => message).join('\n');
  const { containers, stoppedReason } = (await described()) ?? {};
  expect(containers?.[0]?.exitCode, `${stoppedReason} ${said}`).toBe(0);
  expect(JSON.parse(said)).toEqual({
    Arn: `arn:aws:sts::000000000000:assumed-role/app/${taskArn.split('/').at(-1)}`,
    name: 'app',
    family: 'job',
    known: 1,
    stolen: 403,
  });
  for (const client of [ecs, iam, logs]) client.destroy();
});
