import type {
  Architecture,
  DurableConfig,
  FunctionEventInvokeConfig,
  LoggingConfig,
  TracingMode,
  VpcConfig,
} from '@aws-sdk/client-lambda';
import type { Code } from './code.ts';

/** What a version freezes: all that decides how its code runs. */
export interface Settings {
  readonly role: string;
  readonly handler: string;
  readonly description: string;
  /** Seconds. */
  readonly timeout: number;
  /** Megabytes. */
  readonly memorySize: number;
  readonly ephemeralStorage: number;
  readonly environment: Readonly<Record<string, string>>;
  readonly architectures: readonly Architecture[];
  readonly durable?: DurableConfig;
  readonly logging: LoggingConfig;
  readonly tracing: TracingMode;
  readonly deadLetterArn?: string;
  /** Recorded: a function of the local cloud runs on this machine, wherever its VPC would be. */
  readonly vpc?: VpcConfig;
}

/** A version, or `$LATEST` as it is now. A change makes a new one, so that what runs is never changed under way. */
export interface FunctionVersion {
  readonly functionName: string;
  /** `$LATEST` or a number. */
  readonly version: string;
  readonly settings: Settings;
  readonly code: Code;
  readonly modified: Date;
  readonly revisionId: string;
}

export interface Alias {
  readonly name: string;
  readonly version: string;
  readonly description: string;
  /** Weights of a second version: recorded, and followed by invocations. */
  readonly weights?: Readonly<Record<string, number>>;
  readonly revisionId: string;
}

/** A statement of a function's resource policy. */
export interface PermissionStatement {
  readonly id: string;
  readonly action: string;
  /** A service principal, an account or an ARN. */
  readonly principal: string;
  readonly sourceArn?: string;
  readonly sourceAccount?: string;
  /** The version or alias that it is for. */
  readonly qualifier?: string;
}

export interface LambdaFunction {
  readonly name: string;
  readonly arn: string;
  latest: FunctionVersion;
  /** Published versions, by number. */
  readonly versions: Map<string, FunctionVersion>;
  nextVersion: number;
  readonly aliases: Map<string, Alias>;
  readonly permissions: Map<string, PermissionStatement>;
  /** By qualifier; `$LATEST` for the function itself. */
  readonly invokeConfigs: Map<string, FunctionEventInvokeConfig>;
  reservedConcurrency: number | undefined;
  tags: Readonly<Record<string, string>>;
}
