import { IAMClient } from '@aws-sdk/client-iam';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createCheckClients } from '../../../../shared/aws/check-clients.ts';
import { ownPermissions } from '../../../../shared/targets/ecs/check/own-permissions.ts';
import type { Subject } from '../../../../shared/targets/ecs/check/subject.ts';
import { HERE, judgedCloud } from '../../../local/iam/judged-cloud.ts';

let cloud: Awaited<ReturnType<typeof judgedCloud>>;
beforeAll(async () => {
  cloud = await judgedCloud();
});
afterAll(() => cloud.close());

const ecs = (rest: string) => `arn:aws:ecs:${HERE}:${rest}`;
const allow = (Resource: string, ...actions: string[]) => ({
  Effect: 'Allow',
  Action: actions.map((action) => `ecs:${action}`),
  Resource,
});

it('tells of what Slipway may do with service deployments and revisions, and not with their service', async () => {
  const deployerRole = await cloud.role(
    'older',
    'lambda.amazonaws.com',
    allow(ecs('service/*'), 'DescribeServices', 'UpdateService', 'ListServiceDeployments'),
    allow(ecs('service-deployment/*'), 'DescribeServiceDeployments', 'StopServiceDeployment'),
    allow(ecs('service-revision/*'), 'DescribeServiceRevisions'),
    allow('*', 'RegisterTaskDefinition', 'DescribeTaskDefinition', 'TagResource'),
  );
  const clients = { ...createCheckClients({}, {}), iam: new IAMClient(cloud.owner) };
  // Only what this check reads.
  const service = { region: 'us-east-1', thorough: { deployerRole } } as Subject['service'];
  const found = {
    serviceArn: ecs('service/main/web'),
    serviceName: 'web',
    clusterArn: ecs('cluster/main'),
  };
  const release = { repository: 'web', image: 'web@sha256:1', digest: 'sha256:1' };
  const findings = await ownPermissions.find({
    service,
    clients,
    release,
    found,
    definition: { family: 'web' },
  });
  expect(findings.map(({ what }) => what).sort()).toEqual([
    `Slipway's role may not ecs:DescribeServiceDeployments on ${ecs('service/main/web')}.`,
    `Slipway's role may not ecs:DescribeServiceRevisions on ${ecs('service/main/web')}.`,
    `Slipway's role may not ecs:StopServiceDeployment on ${ecs('service/main/web')}.`,
  ]);
});
