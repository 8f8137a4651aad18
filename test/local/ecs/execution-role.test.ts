import { DescribeTasksCommand, RegisterTaskDefinitionCommand, RunTaskCommand } from '@aws-sdk/client-ecs';
import { afterEach, expect, it } from 'vitest';
import { localEcs } from './local-ecs.ts';

const ending: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const end of ending.splice(0).reverse()) await end();
});

/** Why a task with an image, a secret and a log did not start, whose execution role may not do this. */
async function stoppedReason(refused: string): Promise<string> {
  const local = await localEcs(
    { web: {} },
    {
      refuses: (caller, action, resource) =>
        action === refused ? `${caller.roleArn} may not ${action} on ${resource}` : undefined,
    },
  );
  ending.push(() => local.close());
  const { taskDefinition } = await local.ecs.send(
    new RegisterTaskDefinitionCommand({
      family: 'job',
      memory: '512',
      executionRoleArn: 'arn:aws:iam::000000000000:role/execution',
      containerDefinitions: [
        {
          name: 'app',
          image: 'web',
          secrets: [{ name: 'SECRET', valueFrom: '/web/secret' }],
          logConfiguration: {
            logDriver: 'awslogs',
            options: {
              'awslogs-group': '/web',
              'awslogs-region': 'us-east-1',
              'awslogs-stream-prefix': 'ecs',
            },
          },
        },
      ],
    }),
  );
  const { tasks } = await local.ecs.send(
    new RunTaskCommand({ cluster: 'main', taskDefinition: taskDefinition?.taskDefinitionArn }),
  );
  const ids = [tasks?.[0]?.taskArn ?? ''];
  let reason: string | undefined;
  await expect
    .poll(
      async () => {
        const described = await local.ecs.send(new DescribeTasksCommand({ cluster: 'main', tasks: ids }));
        const [task] = described.tasks ?? [];
        reason = task?.stoppedReason;
        return task?.lastStatus;
      },
      { timeout: 10_000, interval: 10 },
    )
    .toBe('STOPPED');
  return reason ?? '';
}

const MAY_NOT = 'arn:aws:iam::000000000000:role/execution may not';
it.each([
  [
    'ecr:GetAuthorizationToken',
    `ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed: unable to retrieve ecr registry auth: service call has been retried 1 time(s): AccessDeniedException: ${MAY_NOT} ecr:GetAuthorizationToken on *`,
  ],
  ['ecr:BatchGetImage', 'CannotPullContainerError: pull image manifest has been retried 1 time(s)'],
  [
    'ssm:GetParameters',
    `unable to retrieve secrets from ssm: service call has been retried 1 time(s): AccessDeniedException: ${MAY_NOT} ssm:GetParameters on arn:aws:ssm:us-east-1:000000000000:parameter/web/secret`,
  ],
  [
    'logs:CreateLogStream',
    `failed to create Cloudwatch log stream: AccessDeniedException: ${MAY_NOT} logs:CreateLogStream on arn:aws:logs:us-east-1:000000000000:log-group:/web:log-stream:ecs/app/`,
  ],
])('a task does not start whose execution role lacks %s', async (action, reason) => {
  expect(await stoppedReason(action)).toContain(reason);
});
