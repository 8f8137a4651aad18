import type { CreateFunctionRequest } from '@aws-sdk/client-lambda';
import { AwsError } from '../../gateway/service.ts';
import type { LambdaDeps } from '../context.ts';
import { checkTarget } from './execution-role.ts';
import type { Settings } from './function.ts';

/** Megabytes, seconds, bytes: developer guide, "Lambda quotas"; the longest timeout is the service model's. */
const MEMORY = { least: 128, most: 10_240, usual: 128 };
const TIMEOUT = { most: 5400, usual: 3 };
const MAX_ENVIRONMENT_BYTES = 4096;
const EPHEMERAL_STORAGE = 512;

/** What a function cannot set (developer guide, "Defined runtime environment variables"). */
const RESERVED_VARIABLES = new Set([
  '_HANDLER',
  '_X_AMZN_TRACE_ID',
  'AWS_DEFAULT_REGION',
  'AWS_REGION',
  'AWS_EXECUTION_ENV',
  'AWS_LAMBDA_FUNCTION_NAME',
  'AWS_LAMBDA_FUNCTION_MEMORY_SIZE',
  'AWS_LAMBDA_FUNCTION_VERSION',
  'AWS_LAMBDA_INITIALIZATION_TYPE',
  'AWS_LAMBDA_LOG_GROUP_NAME',
  'AWS_LAMBDA_LOG_STREAM_NAME',
  'AWS_ACCESS_KEY',
  'AWS_ACCESS_KEY_ID',
  'AWS_SECRET_ACCESS_KEY',
  'AWS_SESSION_TOKEN',
  'AWS_LAMBDA_RUNTIME_API',
  'LAMBDA_TASK_ROOT',
  'LAMBDA_RUNTIME_DIR',
]);

/** Members that would change how a function runs, and that the local cloud does not have. */
const LACKING = [
  'FileSystemConfigs',
  'CodeSigningConfigArn',
  'ImageConfig',
  'SnapStart',
  'TenancyConfig',
  'CapacityProviderConfig',
  'KMSKeyArn',
] as const;

/** What a request says of how a function runs: all of it at creation, what changes later. */
export type Given = Omit<CreateFunctionRequest, 'Code' | 'FunctionName' | 'Role'> & {
  Role?: string | undefined;
};

/**
 * The settings that a request asks for; what it does not name stays as it was.
 * @throws AwsError InvalidParameterValueException
 */
export function settingsOf(given: Given, deps: LambdaDeps, previous?: Settings): Settings {
  refuse(given);
  const role = given.Role ?? previous?.role;
  const handler = given.Handler ?? previous?.handler;
  if (role === undefined || handler === undefined)
    throw invalid('Runtime, Handler and Role are mandatory parameters for functions created with a zip.');
  const { durable, deadLetterArn, vpc } = optional(given, previous);
  if (deadLetterArn) checkTarget(deps, role, deadLetterArn);
  return {
    role,
    handler,
    description: given.Description ?? previous?.description ?? '',
    timeout: within('timeout', given.Timeout ?? previous?.timeout ?? TIMEOUT.usual, 1, TIMEOUT.most),
    memorySize: within(
      'memorySize',
      given.MemorySize ?? previous?.memorySize ?? MEMORY.usual,
      MEMORY.least,
      MEMORY.most,
    ),
    ephemeralStorage: given.EphemeralStorage?.Size ?? previous?.ephemeralStorage ?? EPHEMERAL_STORAGE,
    environment: checkedVariables(given.Environment?.Variables ?? previous?.environment ?? {}),
    architectures: given.Architectures ?? previous?.architectures ?? ['x86_64'],
    logging: given.LoggingConfig ?? previous?.logging ?? {},
    tracing: given.TracingConfig?.Mode ?? previous?.tracing ?? 'PassThrough',
    ...(durable ? { durable } : {}),
    ...(deadLetterArn ? { deadLetterArn } : {}),
    ...(vpc ? { vpc } : {}),
  };
}

function optional(given: Given, previous: Settings | undefined) {
  if (given.DurableConfig && previous && !previous.durable)
    throw invalid('You cannot enable durable execution for an existing function. Create a new one.');
  const durable = given.DurableConfig ?? previous?.durable;
  // An empty target takes it away.
  const deadLetterArn = given.DeadLetterConfig ? given.DeadLetterConfig.TargetArn : previous?.deadLetterArn;
  return { durable, deadLetterArn, vpc: given.VpcConfig ?? previous?.vpc };
}

function refuse(given: Given): void {
  const { Runtime, PackageType, Layers, LoggingConfig } = given;
  if (Runtime !== undefined && Runtime !== 'nodejs24.x')
    throw invalid(`The local cloud runs functions of the runtime nodejs24.x only, not of ${Runtime}.`);
  if (PackageType === 'Image') throw invalid('The local cloud runs zip packages, no container images.');
  if (Layers && Layers.length > 0)
    throw invalid('The local cloud has no layers: bundle them with the function.');
  if (LoggingConfig?.LogFormat === 'JSON')
    throw invalid(
      'The local cloud writes function logs as text: LoggingConfig.LogFormat JSON is not supported.',
    );
  const lacking = LACKING.filter((name) => given[name] !== undefined);
  if (lacking.length > 0)
    throw invalid(`The local cloud does not support ${lacking.join(', ')} of functions.`);
}

function checkedVariables(variables: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const reserved = Object.keys(variables).filter((name) => RESERVED_VARIABLES.has(name));
  if (reserved.length > 0)
    throw invalid(
      `Lambda was unable to configure your environment variables because the environment variables you have provided contains reserved keys that are currently not supported for modification. Reserved keys used in this request: ${reserved.join(', ')}`,
    );
  if (Buffer.byteLength(JSON.stringify(variables)) > MAX_ENVIRONMENT_BYTES)
    throw invalid(
      `Lambda was unable to configure your environment variables because the environment variables you have provided exceeded the 4KB limit.`,
    );
  return variables;
}

function within(name: string, value: number, least: number, most: number): number {
  if (value < least || value > most)
    throw invalid(
      `Value '${value}' at '${name}' failed to satisfy constraint: Member must be between ${least} and ${most}`,
    );
  return value;
}

const invalid = (message: string) => new AwsError('InvalidParameterValueException', message);
