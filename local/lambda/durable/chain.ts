import { AwsError } from '../../gateway/service.ts';
import { callerOf } from '../functions/execution-role.ts';
import { errorObjectOf } from '../invocations/error-object.ts';
import { newInvocation } from '../invocations/new-invocation.ts';
import type { DriverDeps } from './driver.ts';
import type { EndStatus, Execution } from './execution.ts';
import type { Executions } from './executions.ts';
import type { ChainedEnd } from './machine.ts';

/** Seconds of AWS's time between two tries of a throttled invocation. */
const THROTTLED_PAUSE_SECONDS = 1;

/**
 * Invokes a function on behalf of an execution. A function that fails is not tried again: that is the workflow's
 * decision. Undefined when the execution has ended meanwhile.
 */
export async function chain(
  deps: DriverDeps & { executions: Executions },
  caller: Execution,
  functionName: string,
  payload: string,
): Promise<ChainedEnd | undefined> {
  while (!caller.hasEnded) {
    try {
      return await invoke(deps, caller, functionName, payload);
    } catch (error) {
      if (!(error instanceof AwsError))
        return { status: 'FAILED', error: { ErrorType: 'LocalCloudError', ErrorMessage: String(error) } };
      if (error.code !== 'TooManyRequestsException')
        return { status: 'FAILED', error: { ErrorType: error.code, ErrorMessage: error.message } };
      await deps.clock.wait(THROTTLED_PAUSE_SECONDS, caller.closing.signal).catch(() => undefined);
    }
  }
  return undefined;
}

async function invoke(
  deps: DriverDeps & { executions: Executions },
  { identity }: Execution,
  functionName: string,
  payload: string,
): Promise<ChainedEnd> {
  const { account, refuses, registry, environments, executions } = deps;
  const resolved = registry.resolve(functionName);
  const { fn, version, arn } = resolved;
  const { role } = registry.resolve(identity.functionArn).version.settings;
  const caller = callerOf(account, role, identity.functionName);
  const refusal = refuses?.(caller, 'lambda:InvokeFunction', arn);
  if (refusal !== undefined) throw new AwsError('AccessDeniedException', refusal);
  if (version.settings.durable) {
    const { execution } = executions.start(resolved, payload);
    await execution.ended;
    const { result, error } = execution;
    return {
      // An execution that has ended has one of these.
      status: execution.status as EndStatus,
      ...(result === undefined ? {} : { result }),
      ...(error === undefined ? {} : { error }),
    };
  }
  const outcome = await environments.invoke(fn, version, newInvocation(arn, payload));
  return outcome.functionError === undefined
    ? { status: 'SUCCEEDED', result: outcome.payload }
    : { status: 'FAILED', error: errorObjectOf(outcome.payload) };
}
