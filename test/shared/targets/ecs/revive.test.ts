import { DeregisterTaskDefinitionCommand } from '@aws-sdk/client-ecs';
import { expect, it, onTestFinished } from 'vitest';
import { createCheckClients } from '../../../../shared/aws/check-clients.ts';
import { createEcsTarget } from '../../../../shared/targets/ecs/index.ts';
import { twoGroups } from '../../../local/ecs/strategies/two-groups.ts';
import { revisionsInMemory } from '../revisions-in-memory.ts';

it('restores a copy of a good revision that is deregistered while it is looked at', async () => {
  const local = await twoGroups({ strategy: 'ROLLING' });
  onTestFinished(() => local.close());
  await local.create('v1');
  await local.ended('SUCCESSFUL');
  const target = createEcsTarget({
    ecs: local.ecs,
    loadBalancing: local.elb,
    checking: () => createCheckClients({ region: 'us-east-1' }),
    settings: { kind: 'ecs', cluster: 'main', service: 'web', containers: ['app'] },
    region: 'us-east-1',
    repository: 'web',
    revisions: revisionsInMemory(),
  });
  const image = 'example.com/web@sha256:v0';
  const revision = await local.revision(image);
  const good = {
    ...{ repository: 'web', image, digest: 'sha256:v0', revision },
    ...{ deployment: 'first', order: 1, verifiedAt: 1 },
  };
  expect(await target.revive(good, 'second')).toBe(revision);
  await local.ecs.send(new DeregisterTaskDefinitionCommand({ taskDefinition: revision }));
  const copy = await target.revive(good, 'second');
  expect(copy).not.toBe(revision);
  expect(await target.revive(good, 'second')).toBe(copy);
});
