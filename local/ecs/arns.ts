import { randomBytes, randomInt } from 'node:crypto';
import type { Account } from '../parts.ts';

const prefix = ({ id, region }: Account) => `arn:aws:ecs:${region}:${id}`;

export const clusterArn = (account: Account, name: string) => `${prefix(account)}:cluster/${name}`;

export const serviceArn = (account: Account, cluster: string, name: string) =>
  `${prefix(account)}:service/${cluster}/${name}`;

export const taskArn = (account: Account, cluster: string, id: string) =>
  `${prefix(account)}:task/${cluster}/${id}`;

export const containerArn = (account: Account, cluster: string, taskId: string, id: string) =>
  `${prefix(account)}:container/${cluster}/${taskId}/${id}`;

export const taskDefinitionArn = (account: Account, family: string, revision: number) =>
  `${prefix(account)}:task-definition/${family}:${revision}`;

export const serviceDeploymentArn = (account: Account, cluster: string, service: string) =>
  `${prefix(account)}:service-deployment/${cluster}/${service}/${randomBytes(16).toString('base64url').slice(0, 21)}`;

export const serviceRevisionArn = (account: Account, cluster: string, service: string) =>
  `${prefix(account)}:service-revision/${cluster}/${service}/${longNumber()}`;

/** `ecs-svc/` and 19 digits, as `deployments[].id` has it. */
export const deploymentId = () => `ecs-svc/${longNumber()}`;

/** 32 hexadecimal digits, as tasks have. */
export const taskId = () => randomBytes(16).toString('hex');

const longNumber = () => `${randomInt(1, 10)}${Array.from({ length: 18 }, () => randomInt(10)).join('')}`;

/** The last part of an ARN, or the name itself. */
export const nameOf = (nameOrArn: string) => nameOrArn.slice(nameOrArn.lastIndexOf('/') + 1);
