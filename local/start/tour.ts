import { DescribeImagesCommand, ECRClient } from '@aws-sdk/client-ecr';
import { DescribeServiceRevisionsCommand, DescribeServicesCommand, ECSClient } from '@aws-sdk/client-ecs';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import type { SweepReport } from '../../shared/sweep/sweep.ts';
import { expectThat, liveVersion, pushAndWait, rollBackByWebhook, tellParts } from './acts.ts';
import { launchBeanstalk } from './launch-beanstalk.ts';
import { Load } from './load.ts';
import type { Narrator } from './narrator.ts';
import type { Setting } from './setting.ts';
import { secondAct } from './tour-beanstalk.ts';

/** Requests that must have been sent while versions changed, none of which may have failed. */
const REQUESTS = 10_000;

/**
 * Shows what the pipeline does with a good push, two bad ones, a rollback by hand, a sweep, and a stage on Elastic
 * Beanstalk. @throws Surprise
 */
export async function tour(setting: Setting, narrator: Narrator): Promise<void> {
  const { url, launched, repository, cloud } = setting;
  expectThat((await liveVersion(setting)) === launched, `the launched app at ${url} is not ${launched}`);
  narrator.say(`v1 is live at ${url} (${launched.slice(0, 7)})`);
  // It takes a while, and the second act needs it only then.
  const environment = launchBeanstalk({ DeploymentPolicy: 'AllAtOnce' });
  environment.catch(() => undefined);
  const load = new Load();
  load.start(`${url}/version`);

  const v2 = await pushAndWait(setting, narrator, {
    file: 'page.mjs',
    from: '#1668dc',
    to: '#0b7a4b',
    message: 'v2: paint it green',
  });
  expectThat(v2.verdict === 'verified', `v2 ended ${v2.verdict}: ${v2.reason}`);
  expectThat((await liveVersion(setting)) === v2.commit, 'v2 was verified, but another version answers');
  await proveDigest(v2.commit);
  narrator.say(
    `v2 is live: /version answers ${v2.commit.slice(0, 7)}, and the digest that runs is the one that was built`,
  );
  await tellParts(setting, narrator, v2.deployment, v2.seconds);

  const v3 = await pushAndWait(setting, narrator, {
    file: 'server.mjs',
    from: 'const server =',
    to: "throw new Error('no database');\nconst server =",
    message: 'v3: crash at start',
  });
  await expectRolledBack(setting, v3, v2.commit, 'v3, which crashes');
  const fixed = await repository.revert();
  narrator.say(`v3 is taken out of the branch (${fixed.slice(0, 7)}, with the next push)`);

  const v4 = await pushAndWait(setting, narrator, {
    file: 'server.mjs',
    from: 'response.writeHead(answer ? 200 : 404,',
    to: 'response.writeHead(500,',
    message: 'v4: answer 500',
  });
  await expectRolledBack(setting, v4, v2.commit, 'v4, which answers 500');

  const rollback = await rollBackByWebhook(setting, narrator);
  expectThat(rollback.verdict === 'verified', `the rollback ended ${rollback.verdict}: ${rollback.reason}`);
  expectThat((await liveVersion(setting)) === launched, 'the rollback was verified, but v1 does not answer');
  narrator.say(`v1 is live again: /version answers ${launched.slice(0, 7)}`);

  await enough(load, narrator);
  await load.stop();
  narrator.begin('what users saw meanwhile');
  narrator.say(`${load.requests} requests to the load balancer, ${load.failures.length} failed`);
  expectThat(load.failures.length === 0, `requests failed: ${load.failures.slice(0, 3).join('; ')}`);

  await sweepAway(narrator);
  await secondAct(setting, narrator, await environment);

  narrator.begin('what the team was told');
  for (const message of setting.announcements) narrator.say(message.split('\n')[0] ?? '');
  expectThat(
    cloud.gateway.violations.length === 0,
    `answers broke AWS's models: ${cloud.gateway.violations.join('; ')}`,
  );
}

async function expectRolledBack(
  setting: Setting,
  pushed: { readonly verdict: string; readonly reason: string },
  good: string,
  what: string,
): Promise<void> {
  expectThat(pushed.verdict === 'rolled-back', `${what} ended ${pushed.verdict}: ${pushed.reason}`);
  expectThat((await liveVersion(setting)) === good, `after ${what}, ${good.slice(0, 7)} does not answer`);
}

/** The service's revision must run the very digest that ECR has under the commit. */
async function proveDigest(commit: string): Promise<void> {
  const ecs = new ECSClient({});
  const { services } = await ecs.send(
    new DescribeServicesCommand({ cluster: 'slipway-sample', services: ['web'] }),
  );
  const arn = services?.[0]?.currentServiceRevisions?.[0]?.arn ?? '';
  const { serviceRevisions } = await ecs.send(
    new DescribeServiceRevisionsCommand({ serviceRevisionArns: [arn] }),
  );
  const running = serviceRevisions?.[0]?.containerImages?.[0]?.imageDigest;
  const { imageDetails } = await new ECRClient({}).send(
    new DescribeImagesCommand({ repositoryName: 'slipway-sample/web', imageIds: [{ imageTag: commit }] }),
  );
  expectThat(
    running !== undefined && running === imageDetails?.[0]?.imageDigest,
    `ECS runs ${running}, ECR has ${imageDetails?.[0]?.imageDigest}`,
  );
}

async function enough(load: Load, narrator: Narrator): Promise<void> {
  if (load.requests >= REQUESTS) return;
  narrator.say(`sending requests until there are ${REQUESTS}`);
  while (load.requests < REQUESTS) await new Promise((resolve) => setTimeout(resolve, 100));
}

async function sweepAway(narrator: Narrator): Promise<void> {
  narrator.begin('a sweep: what nothing refers to goes');
  const { Payload, FunctionError } = await new LambdaClient({}).send(
    new InvokeCommand({
      FunctionName: 'slipway-dev-sweep',
      Payload: Buffer.from(JSON.stringify({ dryRun: false, keepNewest: 0, minimumAgeSeconds: 0 })),
    }),
  );
  const text = Buffer.from(Payload ?? []).toString();
  expectThat(FunctionError === undefined, `the sweep failed: ${text}`);
  const { removed, kept, bytes, failures } = JSON.parse(text) as SweepReport;
  for (const { kind, id, reason } of removed)
    narrator.say(`removed ${kind} ${id.split('/').at(-1)?.slice(0, 40)}: ${reason}`);
  narrator.say(`${removed.length} removed, ${kept} kept, ${(bytes / 1e6).toFixed(1)} MB freed`);
  expectThat(failures.length === 0, `the sweep could not remove: ${JSON.stringify(failures[0])}`);
  expectThat(removed.length > 0, 'the sweep found nothing to remove, though two bad releases are there');
}
