import type { Template } from './parse.ts';

/** What a resource gives to others: at a deployment its real values, in a change set only stand-ins. */
export interface ResourceView {
  readonly ref: unknown;
  /** @throws Error when the type has no such attribute */
  attribute(name: string): unknown;
}

/** Everything that a template's functions can name. */
export interface Scope {
  readonly template: Template;
  readonly parameters: ReadonlyMap<string, string | readonly string[]>;
  /** `AWS::Region` and so on; `AWS::NoValue` is undefined. */
  readonly pseudo: ReadonlyMap<string, unknown>;
  /** @throws Error when the resource is not there */
  resource(logicalId: string): ResourceView;
  /** @throws Error when no stack exports it */
  exported(name: string): string;
}

/** The scope with the means to go deeper, as each function gets it. */
export interface Evaluation extends Scope {
  /** The value with all functions carried out; undefined for `AWS::NoValue`. */
  resolve(value: unknown): unknown;
  condition(expression: unknown): boolean;
}

/** One intrinsic function. @throws Error that names the function when its argument is not as it must be */
export type Intrinsic = (argument: unknown, evaluation: Evaluation) => unknown;
