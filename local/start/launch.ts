import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { BatchGetBuildsCommand, CodeBuildClient, StartBuildCommand } from '@aws-sdk/client-codebuild';
import { DescribeImagesCommand, ECRClient } from '@aws-sdk/client-ecr';
import { deployStack } from './deploy-pipeline.ts';
import type { Narrator } from './narrator.ts';

const TEMPLATE = join(import.meta.dirname, '../../stacks/web.yml');
const STACK = 'slipway-sample';
const REPOSITORY = 'slipway-sample/web';
const POLL_MS = 100;

/** Launches the sample app: its stack without a service, a first build, and the stack with one. Its address. */
export async function launchSample(
  cloneUrl: string,
  commit: string,
  listenerPort: number,
  narrator: Narrator,
): Promise<string> {
  const cloudformation = new CloudFormationClient({});
  const template = { TemplateBody: await readFile(TEMPLATE, 'utf8') };
  const parameters = { SourceLocation: cloneUrl, ListenerPort: String(listenerPort) };
  const outputs = await deployStack(cloudformation, STACK, template, parameters);
  narrator.say(`stack ${STACK}: image repository, build project, cluster, load balancer`);
  await buildOnce(outputs.BuildProject ?? '', commit);
  const image = await imageOf(commit, outputs.RepositoryUri ?? '');
  narrator.say(`first image built: ${image.slice(0, -52)}`);
  const launched = await deployStack(cloudformation, STACK, template, { ...parameters, ImageUri: image });
  narrator.say('service with two tasks is steady');
  return launched.Url ?? '';
}

async function buildOnce(projectName: string, commit: string): Promise<void> {
  const codebuild = new CodeBuildClient({});
  const { build } = await codebuild.send(new StartBuildCommand({ projectName, sourceVersion: commit }));
  const ids = [build?.id ?? ''];
  for (;;) {
    const { builds } = await codebuild.send(new BatchGetBuildsCommand({ ids }));
    const { buildStatus, logs } = builds?.[0] ?? {};
    if (buildStatus === 'SUCCEEDED') return;
    if (buildStatus !== 'IN_PROGRESS') {
      throw new Error(
        `the first build of the sample app ended ${buildStatus}: see the log ${logs?.groupName} ${logs?.streamName}`,
      );
    }
    await sleep(POLL_MS);
  }
}

async function imageOf(imageTag: string, repositoryUri: string): Promise<string> {
  const { imageDetails } = await new ECRClient({}).send(
    new DescribeImagesCommand({ repositoryName: REPOSITORY, imageIds: [{ imageTag }] }),
  );
  return `${repositoryUri}@${imageDetails?.[0]?.imageDigest}`;
}
