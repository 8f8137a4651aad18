import { expect, it } from 'vitest';
import { parseConfig } from '../../../shared/config/index.ts';
import { refuseOtherPlaces } from '../../../shared/sweep/other-places.ts';

const pipelines = (place: string) => {
  const parsed = parseConfig(
    `pipelines: { web: { image: web, stages: [{ name: prod, target: { ecs: { cluster: c, service: s, ${place} } } }] } }`,
    'slipway.yml',
  );
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  return parsed.pipelines;
};

it('refuses to remove what another region or account may use', () => {
  const home = { region: 'us-east-1', account: '111122223333' };
  const check = (place: string) => () => refuseOtherPlaces(pipelines(place), home);
  expect(check('region: us-east-1')).not.toThrow();
  expect(check('role: "arn:aws:iam::111122223333:role/slipway-deployer"')).not.toThrow();
  const refusal = 'anywhere else than in region us-east-1 of account 111122223333: web';
  expect(check('region: eu-west-1')).toThrow(refusal);
  expect(check('role: "arn:aws:iam::444455556666:role/slipway-deployer"')).toThrow(refusal);
});
