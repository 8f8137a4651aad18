import { randomBytes, randomInt } from 'node:crypto';
import type { Account } from '../parts.ts';

const prefix = ({ region, id }: Account) => `arn:aws:elasticbeanstalk:${region}:${id}`;

export const applicationArn = (account: Account, application: string) =>
  `${prefix(account)}:application/${application}`;

export const versionArn = (account: Account, application: string, label: string) =>
  `${prefix(account)}:applicationversion/${application}/${label}`;

export const environmentArn = (account: Account, application: string, environment: string) =>
  `${prefix(account)}:environment/${application}/${environment}`;

/** The bucket that Elastic Beanstalk makes for itself ("Using Elastic Beanstalk with Amazon S3"). */
export const storageBucket = ({ region, id }: Account) => `elasticbeanstalk-${region}-${id}`;

const ALPHABET = 'abcdefghijkmnpqrstuvwxyz23456789';

const letters = (count: number) =>
  Array.from({ length: count }, () => ALPHABET.charAt(randomInt(ALPHABET.length))).join('');

export const environmentId = () => `e-${letters(10)}`;

export const instanceId = () => `i-0${randomBytes(8).toString('hex')}${randomInt(10)}`.slice(0, 19);

/** The end of names that CloudFormation makes for what an environment consists of. */
export const resourceSuffix = () => letters(12).toUpperCase();
