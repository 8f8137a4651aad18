import type {
  CheckpointDurableExecutionRequest,
  GetAliasRequest,
  GetDurableExecutionRequest,
  GetDurableExecutionStateRequest,
  GetFunctionRequest,
  GetPolicyRequest,
  InvocationRequest,
  ListDurableExecutionsByFunctionRequest,
  SendDurableExecutionCallbackFailureRequest,
  SendDurableExecutionCallbackHeartbeatRequest,
  SendDurableExecutionCallbackSuccessRequest,
  StopDurableExecutionRequest,
} from '@aws-sdk/client-lambda';
import { AwsError } from '../gateway/service.ts';
import type { ErrorObject, Execution } from './durable/execution.ts';
import type { Executions } from './durable/executions.ts';
import type { FunctionRegistry, LambdaFunction, Resolved } from './functions.ts';
import type { Invoker } from './invoker.ts';

/** Bytes. @see https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
const MAX_SYNCHRONOUS_PAYLOAD = 6 * 1024 * 1024;
const MAX_ASYNCHRONOUS_PAYLOAD = 1024 * 1024;
/** The end of the log that is given with an answer. */
const LOG_TAIL = 4096;

interface Context {
  readonly registry: FunctionRegistry;
  readonly invoker: Invoker;
  readonly executions: Executions;
  later(resolved: Resolved, payload: string): void;
}

export function operationsOf(context: Context) {
  const { registry, executions } = context;
  return {
    Invoke: (input: InvocationRequest & { Payload?: Uint8Array }) => invoke(context, input),
    GetFunction: ({ FunctionName = '', Qualifier }: GetFunctionRequest) => ({
      Configuration: configurationOf(registry.resolve(FunctionName, Qualifier)),
      Code: { RepositoryType: 'S3' },
    }),
    GetFunctionConfiguration: ({ FunctionName = '', Qualifier }: GetFunctionRequest) =>
      configurationOf(registry.resolve(FunctionName, Qualifier)),
    ListFunctions: () => ({
      Functions: registry.list().map(({ name }) => configurationOf(registry.resolve(name))),
    }),
    ListVersionsByFunction: ({ FunctionName = '' }: GetFunctionRequest) => ({
      Versions: ['$LATEST', ...registry.get(FunctionName).versions.keys()].map((version) =>
        configurationOf(registry.resolve(FunctionName, version)),
      ),
    }),
    GetAlias: ({ FunctionName = '', Name = '' }: GetAliasRequest) =>
      aliasOf(registry.get(FunctionName), Name),
    ListAliases: ({ FunctionName = '' }: GetFunctionRequest) => {
      const fn = registry.get(FunctionName);
      return { Aliases: [...fn.aliases.keys()].map((name) => aliasOf(fn, name)) };
    },
    GetPolicy: ({ FunctionName = '' }: GetPolicyRequest) => {
      const { policy } = registry.get(FunctionName);
      if (policy.size === 0)
        throw new AwsError('ResourceNotFoundException', 'The resource you requested does not exist.', {
          status: 404,
        });
      return {
        Policy: JSON.stringify({ Version: '2012-10-17', Id: 'default', Statement: [...policy.values()] }),
      };
    },
    CheckpointDurableExecution: ({
      DurableExecutionArn = '',
      CheckpointToken,
      Updates = [],
    }: CheckpointDurableExecutionRequest) => {
      const { token, changes } = executions.checkpoint(DurableExecutionArn, CheckpointToken, Updates);
      return { CheckpointToken: token, NewExecutionState: { Operations: changes } };
    },
    GetDurableExecutionState: ({
      DurableExecutionArn = '',
      CheckpointToken,
    }: GetDurableExecutionStateRequest) => {
      const execution = executions.get(DurableExecutionArn);
      execution.checkToken(CheckpointToken);
      return { Operations: [...execution.operations.values()] };
    },
    GetDurableExecution: ({ DurableExecutionArn = '' }: GetDurableExecutionRequest) => {
      const execution = executions.get(DurableExecutionArn);
      return {
        ...briefly(execution),
        InputPayload: execution.input,
        ...outcomeOf(execution),
        Version: execution.resolved.version,
      };
    },
    ListDurableExecutionsByFunction: ({
      FunctionName = '',
      DurableExecutionName,
      Statuses,
    }: ListDurableExecutionsByFunctionRequest) => {
      const { name } = registry.get(FunctionName);
      const wanted: readonly string[] | undefined = Statuses;
      return {
        DurableExecutions: executions
          .list()
          .filter((one) => one.resolved.fn.name === name && (wanted?.includes(one.status) ?? true))
          .filter((one) => DurableExecutionName === undefined || one.name === DurableExecutionName)
          .map(briefly),
      };
    },
    StopDurableExecution: ({ DurableExecutionArn = '', Error: error }: StopDurableExecutionRequest) => ({
      StopTimestamp: executions.stop(DurableExecutionArn, error as ErrorObject | undefined),
    }),
    SendDurableExecutionCallbackSuccess: ({
      CallbackId = '',
      Result,
    }: SendDurableExecutionCallbackSuccessRequest) => {
      executions.completeCallback(CallbackId, { Result: Buffer.from(Result ?? []).toString() });
      return {};
    },
    SendDurableExecutionCallbackFailure: ({
      CallbackId = '',
      Error: error,
    }: SendDurableExecutionCallbackFailureRequest) => {
      executions.completeCallback(CallbackId, { Error: (error ?? {}) as ErrorObject });
      return {};
    },
    SendDurableExecutionCallbackHeartbeat: ({
      CallbackId = '',
    }: SendDurableExecutionCallbackHeartbeatRequest) => {
      executions.heartbeat(CallbackId);
      return {};
    },
  };
}

async function invoke(
  { registry, invoker, executions, later }: Context,
  input: InvocationRequest & { Payload?: Uint8Array },
) {
  const {
    FunctionName = '',
    InvocationType = 'RequestResponse',
    Qualifier,
    Payload,
    LogType,
    DurableExecutionName,
  } = input;
  const resolved = registry.resolve(FunctionName, Qualifier);
  const payload = Buffer.from(Payload ?? []).toString() || '{}';
  const limit = InvocationType === 'Event' ? MAX_ASYNCHRONOUS_PAYLOAD : MAX_SYNCHRONOUS_PAYLOAD;
  if (Buffer.byteLength(payload) > limit) {
    throw new AwsError(
      'RequestTooLargeException',
      `${Buffer.byteLength(payload)} byte payload is too large`,
      { status: 413 },
    );
  }
  checkJson(payload);
  if (InvocationType === 'DryRun') return { StatusCode: 204 };
  if (resolved.settings.durable) {
    if (resolved.qualifier === '$LATEST' && resolved.invokedArn === resolved.fn.arn) {
      throw new AwsError(
        'InvalidParameterValueException',
        'A durable function is invoked by a version or an alias: add a qualifier',
      );
    }
    const execution = executions.start(resolved, payload, DurableExecutionName);
    if (InvocationType === 'Event') return { StatusCode: 202, DurableExecutionArn: execution.arn };
    await execution.finished;
    const failed = execution.status !== 'SUCCEEDED';
    const body = failed
      ? JSON.stringify({ errorType: execution.error?.ErrorType, errorMessage: execution.error?.ErrorMessage })
      : execution.result;
    return {
      StatusCode: 200,
      ExecutedVersion: resolved.version,
      DurableExecutionArn: execution.arn,
      Payload: Buffer.from(body ?? 'null'),
      ...(failed ? { FunctionError: 'Unhandled' } : {}),
    };
  }
  if (DurableExecutionName !== undefined) {
    throw new AwsError(
      'InvalidParameterValueException',
      `${resolved.fn.name} is not a durable function: it takes no DurableExecutionName`,
    );
  }
  if (InvocationType === 'Event') {
    later(resolved, payload);
    return { StatusCode: 202 };
  }
  const result = await invoker.invoke(resolved, payload);
  return {
    StatusCode: 200,
    ExecutedVersion: resolved.version,
    Payload: Buffer.from(result.payload),
    ...(result.functionError ? { FunctionError: result.functionError } : {}),
    ...(LogType === 'Tail' ? { LogResult: Buffer.from(result.log.slice(-LOG_TAIL)).toString('base64') } : {}),
  };
}

function checkJson(payload: string): void {
  try {
    JSON.parse(payload);
  } catch (cause) {
    throw new AwsError(
      'InvalidRequestContentException',
      `Could not parse request body into json: ${(cause as Error).message}`,
      { cause },
    );
  }
}

function configurationOf({ fn, version, settings, invokedArn }: Resolved) {
  return {
    FunctionName: fn.name,
    FunctionArn: invokedArn,
    Version: version,
    Runtime: settings.runtime,
    Role: settings.role,
    Handler: settings.handler,
    Description: settings.description,
    Timeout: settings.timeout,
    MemorySize: settings.memory,
    CodeSize: settings.code.size,
    CodeSha256: settings.code.sha256,
    Architectures: [...settings.architectures],
    Environment: { Variables: settings.environment },
    LastModified: settings.modified.toISOString(),
    PackageType: 'Zip',
    State: 'Active',
    LastUpdateStatus: 'Successful',
    ...(settings.durable
      ? {
          DurableConfig: {
            ExecutionTimeout: settings.durable.executionTimeout,
            RetentionPeriodInDays: settings.durable.retentionDays,
          },
        }
      : {}),
  };
}

function aliasOf({ arn, aliases }: LambdaFunction, name: string) {
  const alias = aliases.get(name);
  if (!alias)
    throw new AwsError('ResourceNotFoundException', `Cannot find alias arn: ${arn}:${name}`, { status: 404 });
  return {
    AliasArn: `${arn}:${name}`,
    Name: name,
    FunctionVersion: alias.version,
    Description: alias.description,
  };
}

function briefly(execution: Execution) {
  return {
    DurableExecutionArn: execution.arn,
    DurableExecutionName: execution.name,
    FunctionArn: execution.resolved.fn.arn,
    Status: execution.status,
    StartTimestamp: execution.started,
    ...(execution.ended ? { EndTimestamp: execution.ended } : {}),
  };
}

function outcomeOf({ result, error }: Execution) {
  return {
    ...(result === undefined ? {} : { Result: result }),
    ...(error ? { Error: { ...error, StackTrace: [...(error.StackTrace ?? [])] } } : {}),
  };
}
