/** Who makes a call, as found by its access key. */
export interface Caller {
  /** For a role session: `arn:aws:sts::ACCOUNT:assumed-role/ROLE/SESSION`; else the account's root. */
  readonly arn: string;
  readonly accountId: string;
  /** Set for role sessions: the role whose policies judge the call. */
  readonly roleArn?: string;
}

/** What an operation may know of the call beside its input. */
export interface Call {
  readonly service: string;
  readonly operation: string;
  readonly caller: Caller;
  readonly requestId: string;
  /** Set by whoever forces small pages: the most that a page may have where an operation has no member for that. */
  pageSize?: number;
}

/**
 * One operation of an AWS service. Its input has been checked against AWS's model, its output will be.
 * It throws `AwsError` for what a caller did wrong; anything else that it throws is a bug of the local cloud.
 */
export type Operation<Input, Output> = (input: Input, call: Call) => Output | Promise<Output>;

/** An operation of any shape, as the gateway keeps it. */
// The parameter is `never` so that every Operation<I, O> is assignable.
export type AnyOperation = (input: never, call: Call) => unknown;

/** A service of the local cloud as the gateway serves it. */
export interface Service {
  /** The SDK client package whose schemas it is held to, without the prefix: `ecs` is `@aws-sdk/client-ecs`. */
  readonly client: string;
  /** By AWS's name of the operation, for example `DescribeServices`. Any other is answered "not implemented". */
  readonly operations: Readonly<Record<string, AnyOperation>>;
  /**
   * Members, by `Structure.member`, that AWS is to know beyond the pinned client's schemas, as it does whenever the
   * client is not the newest. For services that speak JSON; any other unknown member is refused.
   */
  readonly newer?: readonly string[];
  /**
   * For a service whose client is very large: its name in a signature. The client is loaded at the first request that
   * is signed for it, so that it costs nothing where it is not used.
   */
  readonly loadedWhenSigned?: string;
}

/**
 * An answer that AWS gives to a caller's mistake.
 * `code` is the modelled error's name (for example `ServiceNotFoundException`), so that the SDK throws its own class.
 */
export class AwsError extends Error {
  readonly code: string;
  readonly status: number;
  readonly members: Readonly<Record<string, unknown>>;

  constructor(
    code: string,
    message: string,
    options: { status?: number; members?: Record<string, unknown>; cause?: unknown } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = code;
    this.code = code;
    this.status = options.status ?? 400;
    this.members = options.members ?? {};
  }
}
