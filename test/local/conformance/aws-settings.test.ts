import { expect, it } from 'vitest';
import { awsSettings, checkAccount } from '../../conformance/aws-settings.ts';

const WHOLE = {
  SLIPWAY_CONFORMANCE_YES: '1',
  AWS_REGION: 'eu-west-1',
  SLIPWAY_CONFORMANCE_VPC: 'vpc-1',
  SLIPWAY_CONFORMANCE_SUBNETS: 'subnet-1, subnet-2',
  SLIPWAY_CONFORMANCE_SECURITY_GROUPS: 'sg-1',
};

it('takes what it needs from the environment, and names what is missing', () => {
  expect(awsSettings({ ...WHOLE })).toEqual({
    region: 'eu-west-1',
    vpc: 'vpc-1',
    subnets: ['subnet-1', 'subnet-2'],
    securityGroups: ['sg-1'],
  });
  for (const name of Object.keys(WHOLE)) expect(() => awsSettings({ ...WHOLE, [name]: '' })).toThrow(name);
});

it('calls nothing AWS that is not: endpoints of one’s own, the local cloud’s account', () => {
  for (const name of ['AWS_ENDPOINT_URL', 'AWS_ENDPOINT_URL_ECS'])
    expect(() => awsSettings({ ...WHOLE, [name]: 'http://127.0.0.1:4510' })).toThrow(name);
  expect(() => checkAccount('000000000000')).toThrow('000000000000');
  expect(() => checkAccount(undefined)).toThrow();
  expect(checkAccount('123456789012')).toBe('123456789012');
});
