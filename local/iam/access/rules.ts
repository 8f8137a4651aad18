import type { Account, DefinitionRoles, ProfileStore } from '../../parts.ts';
import type { Access } from '../policy/authorize.ts';
import type { Context } from '../policy/context.ts';

/** How a request names an environment of Elastic Beanstalk. */
export interface NamedEnvironment {
  readonly EnvironmentName?: string | undefined;
  readonly EnvironmentId?: string | undefined;
}

/** What the rules ask other services. */
export interface Lookups {
  /** The ARN of the durable execution that waits for a callback: its id does not tell. */
  executionOfCallback(id: string): string | undefined;
  /** The ARN of an environment of Elastic Beanstalk that is named without its application; undefined where there is none. */
  environmentOf?(named: NamedEnvironment): string | undefined;
  /** The roles of a task definition, which is named by its family, that and a revision, or its ARN; none where there is none. */
  rolesOf?(taskDefinition: string): DefinitionRoles;
  readonly profiles?: Pick<ProfileStore, 'roleOf'>;
}

/** What the rules know beside a call's input. */
export interface Scope extends Lookups {
  readonly account: Account;
  /** `arn:aws:SERVICE:REGION:ACCOUNT:REST`; an ARN stays as it is. */
  arn(service: string, rest: string): string;
}

/** Which resources an operation is about. The input has been checked against AWS's model. */
export type Resources = (input: never, scope: Scope) => readonly string[];

/** What is judged: an operation on one of its resources. */
export interface On {
  readonly operation: string;
  readonly resource: string;
}

/** What calls of one service need, after AWS's service authorization reference. */
export interface AccessRules {
  /** The part of an action before the colon. */
  readonly prefix: string;
  /** Where the action is not called as the operation. */
  readonly actions?: Readonly<Record<string, string>>;
  /** An operation that is not named here knows no resource: it is judged on `*`. */
  readonly resources: Readonly<Record<string, Resources>>;
  /** Condition keys of the service's own, as the operation has them for one of its resources. */
  readonly context?: (input: never, scope: Scope, on: On) => Context;
  /** What some operations need beside their own action. */
  readonly more?: Readonly<Record<string, (input: never, scope: Scope) => readonly Access[]>>;
}
