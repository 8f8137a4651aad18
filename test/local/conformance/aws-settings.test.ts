import { expect, it } from 'vitest';
import { awsSettings, checkAccount, endpointVariables } from '../../conformance/aws-settings.ts';

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

it('leaves no say to a profile about where calls go, neither in a run nor when what it left is looked for', () => {
  const env: NodeJS.ProcessEnv = { ...WHOLE };
  awsSettings(env);
  expect(env.AWS_IGNORE_CONFIGURED_ENDPOINT_URLS).toBe('true');
  const cleaning: NodeJS.ProcessEnv = { AWS_ENDPOINT_URL: '' };
  expect(endpointVariables(cleaning)).toEqual([]);
  expect(cleaning.AWS_IGNORE_CONFIGURED_ENDPOINT_URLS).toBe('true');
  // Where the environment names the local cloud, that is meant.
  const local = { AWS_ENDPOINT_URL: 'http://127.0.0.1:4510', AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'true' };
  expect(endpointVariables(local)).toEqual(['AWS_ENDPOINT_URL']);
  expect(local.AWS_IGNORE_CONFIGURED_ENDPOINT_URLS).toBe('false');
});
