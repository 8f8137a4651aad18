import type { Cloud } from '../../../../local/cloud.ts';
import { type SdkClient, sdkClient } from '../sdk-clients.ts';

/** Makes three or more of what a service lists. The input with which each operation lists at least three. */
export type Maker = (send: SdkClient['send'], cloud: Cloud) => Promise<Record<string, object>>;

export const three = ['one', 'two', 'three'];

export const arn = (service: string, resource: string) =>
  `arn:aws:${service}:us-east-1:000000000000:${resource}`;

export const times = async (make: (name: string) => Promise<unknown>): Promise<void> => {
  for (const name of three) await make(name);
};

/** For what no event tells. The test's own time limit ends it. */
export async function until(condition: () => Promise<boolean>): Promise<void> {
  while (!(await condition())) await new Promise((resolve) => setTimeout(resolve, 20));
}

export const senderTo = async (cloud: Cloud, service: string) =>
  (await sdkClient(cloud.account.endpoint, service)).send;
