import { randomBytes, randomInt } from 'node:crypto';
import type { Account } from '../parts.ts';

/** The 16 hexadecimal digits that end an ARN of this service. */
const suffix = () => randomBytes(8).toString('hex');

const prefix = ({ id, region }: Account) => `arn:aws:elasticloadbalancing:${region}:${id}`;

export const loadBalancerArn = (account: Account, name: string) =>
  `${prefix(account)}:loadbalancer/app/${name}/${suffix()}`;

export const targetGroupArn = (account: Account, name: string) =>
  `${prefix(account)}:targetgroup/${name}/${suffix()}`;

export const listenerArn = (balancerArn: string) =>
  `${balancerArn.replace(':loadbalancer/', ':listener/')}/${suffix()}`;

export const ruleArn = (ofListener: string) =>
  `${ofListener.replace(':listener/', ':listener-rule/')}/${suffix()}`;

/** `app/NAME/ID`, as metrics and `LoadBalancerFullName` have it. */
export const fullNameOf = (arn: string) => arn.slice(arn.lastIndexOf(':') + 1).replace(/^loadbalancer\//, '');

/** A name under `.localhost`, which curl and browsers take to loopback by themselves. */
export const dnsName = (account: Account, name: string, internal: boolean) =>
  `${internal ? 'internal-' : ''}${name}-${randomInt(100_000_000, 2_000_000_000)}.${account.region}.elb.localhost`.toLowerCase();
