import { expect, it } from 'vitest';
import type { EcsTarget } from '../../../shared/deployment/model.ts';
import { ecsTargetKey, parseServiceArn, placeOf } from '../../../shared/targets/ecs/index.ts';

const home = { region: 'us-east-1', account: '111122223333' };
const roleIn = (account: string) => `arn:aws:iam::${account}:role/slipway-deployer`;

it.each([
  [{}, home.region, home.account, 'ecs:us-east-1:main/web'],
  [{ region: 'eu-west-1' }, 'eu-west-1', home.account, 'ecs:eu-west-1:main/web'],
  [{ role: roleIn('111122223333') }, home.region, home.account, 'ecs:us-east-1:main/web'],
  [{ role: roleIn('444455556666') }, home.region, '444455556666', 'ecs:us-east-1:444455556666:main/web'],
])('a target with %j is called by the same key as its events', (more, region, account, key) => {
  const settings: EcsTarget = { kind: 'ecs', cluster: 'main', service: 'web', ...more };
  expect(ecsTargetKey(placeOf(settings, home), home)).toBe(key);
  const service = parseServiceArn(`arn:aws:ecs:${region}:${account}:service/main/web`);
  expect(service && ecsTargetKey(service, home)).toBe(key);
});
