import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { createAcm } from './acm/index.ts';
import { clockResource } from './admin/clock.ts';
import { faultsResource } from './admin/faults.ts';
import { createAdmin } from './admin/index.ts';
import { repositories } from './admin/repositories.ts';
import { createApiGateway } from './apigateway/index.ts';
import { Clock } from './clock.ts';
import type { CloudOptions } from './cloud-options.ts';
import { createCloudFormation } from './cloudformation/index.ts';
import type { ResourceProviders } from './cloudformation/provider.ts';
import { createCloudwatch } from './cloudwatch/index.ts';
import { createCodebuild } from './codebuild/index.ts';
import { createEngine } from './containers/index.ts';
import { createDynamodb } from './dynamodb/index.ts';
import { createEc2 } from './ec2/index.ts';
import { createEcr } from './ecr/index.ts';
import { createEcs } from './ecs/index.ts';
import { createElasticBeanstalk } from './elasticbeanstalk/index.ts';
import { createElasticLoadBalancing } from './elasticloadbalancing/index.ts';
import { createEvents } from './events/index.ts';
import { historyPageSize } from './faults/calls/history-page-size.ts';
import { Faults, plantFaults, TaskFaults } from './faults/index.ts';
import { createGateway, HttpServer, type SideRoute } from './gateway/index.ts';
import { createGit } from './git/index.ts';
import { createJudging } from './iam/access/judging.ts';
import { createIam } from './iam/index.ts';
import { createLambda } from './lambda/index.ts';
import { createLogs } from './logs/index.ts';
import { type Account, Deliveries, type Part } from './parts.ts';
import { Ending } from './runs/ending.ts';
import { removeLeftOvers } from './runs/left-overs.ts';
import { endProcessesLeft } from './runs/processes-left.ts';
import { Reaper } from './runs/reaper.ts';
import { claimRunFolder } from './runs/run-folder.ts';
import { createS3 } from './s3/index.ts';
import { createScheduler } from './scheduler/index.ts';
import { createSecretsManager } from './secretsmanager/index.ts';
import { apiIdOf, hasHost, hasPath, isRegistryRequest } from './side-routes.ts';
import { createSqs } from './sqs/index.ts';
import { createSsm } from './ssm/index.ts';
import { createSts } from './sts/index.ts';

export type Cloud = Awaited<ReturnType<typeof startCloud>>;

const ACCOUNT_ID = '000000000000';
const REGION = 'us-east-1';

/**
 * Starts a local cloud in this process. Everything is in memory or in a folder of its own, which goes at its end.
 * What former runs have left that were ended hard is removed.
 * @throws BadFault for a fault that cannot be here; Error when the port is taken, or the engine asked for is not there; nothing is left then
 */
export async function startCloud(options: CloudOptions = {}) {
  const ending = new Ending();
  // Small buffers share slabs of 64 KB, and one that is kept (an item, a manifest) keeps its slab: memory would grow by
  // a hundred times what is kept.
  Buffer.poolSize = 0;
  try {
    return await open(options, ending);
  } catch (error) {
    await ending.run().catch((left: Error) => console.error(`local cloud: ${left.message}`));
    throw error;
  }
}

async function open(
  { port = 0, pace = 1, engine: kind = 'auto', newerFields = [], faults: asked = [] }: CloudOptions,
  ending: Ending,
) {
  const former = await removeLeftOvers();
  const folder = await claimRunFolder();
  ending.add('the folder of this run', () => rm(folder, { recursive: true, force: true, maxRetries: 3 }));
  // What a build or a task has put out of its process group, as daemons do.
  ending.add('processes', async () => {
    await endProcessesLeft(folder);
  });
  const reaper = new Reaper(folder);
  ending.add('the reaper', () => reaper.close());
  const server = new HttpServer();
  ending.add('the gateway', () => server.close());
  // Its number is in all that is made now, and nobody else may take it until all is.
  const gatewayPort = await server.listen(port);
  const endpoint = `http://127.0.0.1:${gatewayPort}`;
  const account: Account = { id: ACCOUNT_ID, region: REGION, endpoint, folder };
  const clock = new Clock(pace);
  const faults = new Faults();
  const tasks = new TaskFaults(faults, clock);
  const { network, capacity } = tasks;
  const deliveries = new Deliveries();
  const shared = { account, clock, deliveries, care: reaper };

  const iam = createIam(shared);
  const { identities } = iam;
  const ssm = createSsm(shared);
  const secretsManager = createSecretsManager(shared);
  const judging = createJudging({ account, clock, sessions: identities, parts: () => parts });
  const acting = { identities, refuses: judging.refuses };
  const s3 = createS3({ ...shared, refuses: judging.refuses });
  const logs = createLogs(shared);
  const events = createEvents({ ...shared, acting });
  const cloudwatch = createCloudwatch({ ...shared, events: events.events });
  const lambda = createLambda({
    ...shared,
    ...acting,
    objects: s3.objects,
    logs: logs.logs,
    historyPageSize: () => historyPageSize(faults),
  });
  const api = createApiGateway({ ...shared, functions: lambda.functions });
  const ecr = createEcr({ ...shared, events: events.events, refuses: judging.refuses });
  const acm = createAcm(shared);
  const balancing = createElasticLoadBalancing({ ...shared, network, certificates: acm.certificates });
  const git = createGit(shared);
  const folders = join(folder, 'containers');
  await mkdir(folders, { recursive: true });

  const routes: SideRoute[] = [
    {
      matches: hasHost(/\.execute-api\./),
      handle: (request, response) => api.handle(request, response, apiIdOf(request)),
    },
    { matches: hasPath('/git/'), handle: git.handle },
    { matches: isRegistryRequest, handle: ecr.handleRegistry },
    {
      matches: hasPath('/_local/'),
      handle: createAdmin({
        repositories: repositories(git),
        clock: clockResource(clock),
        faults: faultsResource(faults),
      }),
    },
  ];
  const sound = await createEngine({
    clock,
    kind,
    folder: folders,
    registry: `127.0.0.1:${gatewayPort}`,
    seedBlob: ecr.seedBlob,
    care: reaper,
  });
  const engine = tasks.around(sound);
  ending.add('the engine', () => sound.close());
  const ecs = createEcs({
    ...shared,
    network,
    engine,
    capacity,
    ...acting,
    images: ecr.images,
    targetGroups: balancing.targetGroups,
    events: events.events,
    logs: logs.logs,
    parameters: ssm.parameters,
    secrets: secretsManager.secrets,
    objects: s3.objects,
    newerFields,
    alarms: cloudwatch.alarms,
    functions: lambda.functions,
  });
  routes.push(ecs.agent);
  const beanstalk = createElasticBeanstalk({
    ...shared,
    network,
    engine,
    images: ecr.images,
    targetGroups: balancing.targetGroups,
    loadBalancers: balancing.loadBalancers,
    objects: s3.objects,
    events: events.events,
    logs: logs.logs,
    faults: tasks.instances,
    access: { profiles: iam.profiles, ...acting },
  });
  const parts: Part[] = [
    iam,
    createSts({ identities }),
    ssm,
    secretsManager,
    s3,
    createSqs(shared),
    logs,
    await createDynamodb(shared),
    events,
    cloudwatch,
    createScheduler({ ...shared, acting }),
    lambda,
    api,
    createEc2({ account, interfaces: ecs.interfaces }),
    ecr,
    acm,
    balancing,
    ecs,
    beanstalk,
    createCodebuild({
      ...shared,
      engine,
      ...acting,
      events: events.events,
      logs: logs.logs,
      parameters: ssm.parameters,
    }),
    git,
    createCloudFormation({ ...shared, objects: s3.objects, providers: () => providers }),
  ];
  // Last made, first ended: tasks before the engine, functions before what they call.
  for (const part of parts) ending.add(part.service?.client ?? 'a part', () => part.close?.());
  const providers: ResourceProviders = Object.assign({}, ...parts.map(({ resources }) => resources ?? {}));
  const services = parts.flatMap(({ service }) => service ?? []);
  const gateway = await createGateway({
    services,
    identities,
    routes,
    judge: judging.judgeWith({ ...lambda, ...ecs, ...beanstalk, ...iam }),
    server,
  });
  plantFaults(faults, { clock, events, gateway, lambda });
  for (const fault of asked) faults.add(fault);
  // It pushes the base image to the registry, which answers from here on.
  await engine.prepare();

  return {
    account,
    clock,
    engine,
    events,
    faults,
    gateway,
    git,
    lambda,
    /** The types of CloudFormation that templates may use. */
    resourceTypes: Object.keys(providers),
    /** Calls back for each access of a role that is judged. Returns how to stop that. */
    onJudged: judging.onJudged,
    /** What an AWS client needs in its environment. */
    environment: {
      AWS_ENDPOINT_URL: endpoint,
      AWS_REGION: REGION,
      AWS_DEFAULT_REGION: REGION,
      AWS_ACCESS_KEY_ID: 'AKIALOCALCLOUDOWNER0',
      AWS_SECRET_ACCESS_KEY: 'local',
    },
    /** What was removed that former runs have left. */
    leftOvers: { ...former, ...engine.leftOvers },
    /** Ends all that was started and removes all that was made. @throws Error when not all could be */
    close: () => ending.run(),
  };
}
