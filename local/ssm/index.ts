import type { Clock } from '../clock.ts';
import type { Account, ParameterStore, Part } from '../parts.ts';
import { operationsOf } from './operations/index.ts';
import { Parameters } from './parameters.ts';
import { ssmResources } from './resources.ts';

/** SSM Parameter Store. Secure strings are given out in clear only to who asks for that. */
export function createSsm({ account, clock }: { account: Account; clock: Clock }): Part & {
  readonly parameters: ParameterStore;
} {
  const parameters = new Parameters(account, clock);
  return {
    parameters,
    service: { client: 'ssm', operations: operationsOf({ parameters }) },
    resources: ssmResources({ parameters }),
  };
}
