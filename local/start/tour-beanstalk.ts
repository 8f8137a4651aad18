import {
  DescribeApplicationVersionsCommand,
  DescribeInstancesHealthCommand,
  ElasticBeanstalkClient,
} from '@aws-sdk/client-elastic-beanstalk';
import type { Answer } from '../../shared/deployment/commands.ts';
import { expectThat, liveVersion, pushAndWait, within } from './acts.ts';
import { APPLICATION, applyBothStages, ENVIRONMENT } from './launch-beanstalk.ts';
import { get } from './load.ts';
import type { Narrator } from './narrator.ts';
import { ask } from './pipeline.ts';
import type { Setting } from './setting.ts';

/**
 * The same app once more, with two stages: a push goes to ECS, and the same digest goes on to Elastic Beanstalk.
 * @param url of the environment, which is launched
 * @throws Surprise
 */
export async function secondAct(setting: Setting, narrator: Narrator, url: string): Promise<void> {
  narrator.begin('the second act: ECS is the test stage now, and Elastic Beanstalk is prod');
  narrator.say(`environment ${ENVIRONMENT} is up at ${url}, with two instances and AWS's sample application`);
  await applyBothStages(setting.cloud.environment);
  narrator.say('slipway apply examples/web-beanstalk/slipway.yml: one pipeline, two stages');

  const v5 = await pushAndWait(setting, narrator, {
    file: 'server.mjs',
    from: 'response.writeHead(500,',
    to: 'response.writeHead(answer ? 200 : 404,',
    message: 'v5: answer well again',
  });
  expectThat(v5.verdict === 'verified', `v5 ended ${v5.verdict}: ${v5.reason}`);
  expectThat((await liveVersion(setting)) === v5.commit, 'v5 was verified, but ECS answers another version');

  const ended = setting.watch.next('Deployment Ended', ({ stage }) => stage === 'prod');
  narrator.begin(`slipway deploy web ${v5.commit.slice(0, 7)} --stage prod`);
  const answer = await ask<Answer>({ command: 'deploy', pipeline: 'web', image: v5.commit, stage: 'prod' });
  expectThat(answer.kind === 'requested', `it was not taken: ${JSON.stringify(answer)}`);
  const { verdict, reason } = await within(ended, 'the deployment to Elastic Beanstalk');
  expectThat(verdict === 'verified', `v5 ended ${verdict} on Elastic Beanstalk: ${reason}`);
  const { body } = await get(`${url}/version`);
  expectThat(body === v5.commit, `v5 was verified on Elastic Beanstalk, but ${body} answers`);
  const digest = answer.deployments[0]?.release.digest ?? '';
  await proveInstances(digest);
  narrator.say(
    `the same digest runs in both stages, on every instance: ${digest.slice(0, 19)} (${v5.commit.slice(0, 7)})`,
  );
}

/** Every instance must run the version that is made of this digest. */
async function proveInstances(digest: string): Promise<void> {
  const eb = new ElasticBeanstalkClient({});
  const { InstanceHealthList = [] } = await eb.send(
    new DescribeInstancesHealthCommand({ EnvironmentName: ENVIRONMENT, AttributeNames: ['Deployment'] }),
  );
  const labels = [
    ...new Set(InstanceHealthList.map(({ Deployment }) => Deployment?.VersionLabel ?? 'nothing')),
  ];
  const { ApplicationVersions = [] } = await eb.send(
    new DescribeApplicationVersionsCommand({ ApplicationName: APPLICATION, VersionLabels: labels }),
  );
  expectThat(
    labels.length === 1 && ApplicationVersions[0]?.Description?.includes(digest) === true,
    `the instances run ${labels.join(', ')}: ${ApplicationVersions[0]?.Description}, not ${digest}`,
  );
}
