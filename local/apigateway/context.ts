import type { Clock } from '../clock.ts';
import type { Account, Functions } from '../parts.ts';
import type { HttpApis } from './apis.ts';

/** What API Gateway needs of the other parts. */
export interface ApiGatewayDeps {
  readonly account: Account;
  readonly clock: Clock;
  readonly functions: Functions;
}

/** What operations and requests work on. */
export interface Context extends ApiGatewayDeps {
  readonly apis: HttpApis;
}
