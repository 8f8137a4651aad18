import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { CodeBuildClient, CreateProjectCommand, StartBuildCommand } from '@aws-sdk/client-codebuild';
import { CreateRoleCommand, IAMClient, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { CreateFunctionCommand, InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { strToU8, zipSync } from 'fflate';
import { appImage } from '../containers/app-image.ts';

// A program that runs a local cloud with all kinds of processes in it that end only when they are made to. It tells
// its folder when all of them run. Argument: the engine.

const app = await appImage(process.argv[2] === 'docker' ? 'docker' : 'process');
const { folder, endpoint } = app.cloud.account;
const aws = { endpoint, region: 'us-east-1', credentials: { accessKeyId: 'a', secretAccessKey: 'b' } };
const allow = (statement: object) =>
  JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', ...statement }] });
const iam = new IAMClient(aws);
for (const RoleName of ['lambda', 'codebuild']) {
  const trust = { Principal: { Service: `${RoleName}.amazonaws.com` }, Action: 'sts:AssumeRole' };
  await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: allow(trust) }));
  const PolicyDocument = allow({ Action: 'logs:*', Resource: '*' });
  await iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: 'logs', PolicyDocument }));
}

const lambda = new LambdaClient(aws);
// It never looks at anything again: no signal and no closed pipe reaches it.
const loop = `exports.handler = () => { require('node:fs').writeFileSync(process.env.MARK, ''); for (;;); }`;
await lambda.send(
  new CreateFunctionCommand({
    FunctionName: 'loop',
    Runtime: 'nodejs24.x',
    Handler: 'index.handler',
    Timeout: 900,
    Role: 'arn:aws:iam::000000000000:role/lambda',
    Code: { ZipFile: zipSync({ 'index.js': strToU8(loop) }) },
    Environment: { Variables: { MARK: join(folder, 'function-runs') } },
  }),
);
await lambda.send(new InvokeCommand({ FunctionName: 'loop', InvocationType: 'Event' }));

const codebuild = new CodeBuildClient(aws);
const mark = join(folder, 'build-runs');
// One process goes out of its group, as daemons do.
const commands = [`setsid sleep 1000 & touch ${mark}; sleep 1000`];
await codebuild.send(
  new CreateProjectCommand({
    name: 'slow',
    source: {
      type: 'NO_SOURCE',
      buildspec: JSON.stringify({ version: 0.2, phases: { build: { commands } } }, undefined, 2),
    },
    artifacts: { type: 'NO_ARTIFACTS' },
    environment: { type: 'LINUX_CONTAINER', image: 'none', computeType: 'BUILD_GENERAL1_SMALL' },
    serviceRole: 'arn:aws:iam::000000000000:role/codebuild',
  }),
);
await codebuild.send(new StartBuildCommand({ projectName: 'slow' }));
await app.start({ command: ['node', '-e', 'for (;;);'] });
while (!['function-runs', 'build-runs'].every((name) => existsSync(join(folder, name)))) await sleep(50);
process.on('SIGTERM', () => app.close());
process.stdout.write(`${folder}\n`);
