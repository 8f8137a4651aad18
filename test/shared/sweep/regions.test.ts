import { expect, it } from 'vitest';
import { parseConfig } from '../../../shared/config/index.ts';
import { refuseOtherRegions } from '../../../shared/sweep/regions.ts';

const pipelines = (region: string) => {
  const parsed = parseConfig(
    `pipelines: { web: { image: web, stages: [{ name: prod, target: { ecs: { cluster: c, service: s, region: ${region} } } }] } }`,
    'slipway.yml',
  );
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  return parsed.pipelines;
};

it('refuses to remove what another region may use', () => {
  expect(() => refuseOtherRegions(pipelines('us-east-1'), 'us-east-1')).not.toThrow();
  expect(() => refuseOtherRegions(pipelines('eu-west-1'), 'us-east-1')).toThrow(
    'another region than us-east-1: web',
  );
});
