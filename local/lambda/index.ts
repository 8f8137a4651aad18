import { AwsError } from '../gateway/service.ts';
import { refusesService } from '../iam/policy/service-access.ts';
import type { Functions, Part } from '../parts.ts';
import type { Context, LambdaDeps } from './context.ts';
import { Executions } from './durable/executions.ts';
import { Environments, type StartedInvocation } from './environments/environments.ts';
import { dropCode } from './functions/code.ts';
import { policyOf } from './functions/permissions.ts';
import { FunctionRegistry } from './functions/registry.ts';
import { AsynchronousInvocations } from './invocations/asynchronous.ts';
import { invokeLater, invokeNow } from './invocations/invoke.ts';
import { operationsOf } from './operations/index.ts';
import { lambdaResources } from './resources.ts';

export type { StartedInvocation } from './environments/environments.ts';

/**
 * AWS Lambda: functions of the runtime nodejs24.x, each environment a process of its own that speaks the Runtime API;
 * versions, aliases, asynchronous invocations with their retries and destinations, durable executions.
 */
export function createLambda(deps: LambdaDeps): Part & {
  readonly functions: Functions;
  /** For tests that kill a function: calls back when a process has been given an invocation. Returns how to stop that. */
  onInvocation(listener: (started: StartedInvocation) => void): () => void;
  /** The processes that are there now, warm ones included. */
  processes(): { functionName: string; pid: number }[];
  /** The ARN of the execution that waits for a callback: what a call to complete it is judged by. */
  executionOfCallback(id: string): string | undefined;
} {
  const { account, clock, deliveries } = deps;
  const registry = new FunctionRegistry(account, clock);
  const environments: Environments = new Environments(deps, ({ code }) =>
    dropCode({ registry, environments }, code),
  );
  const asynchronous = new AsynchronousInvocations({ ...deps, registry, environments });
  const executions = new Executions({ ...deps, registry, environments });
  const context: Context = { ...deps, registry, environments, asynchronous, executions };

  const admit = (arn: string, source: Parameters<Functions['invoke']>[2]) => {
    const resolved = registry.resolve(arn);
    if (source) {
      const access = { action: 'lambda:InvokeFunction', resource: resolved.arn, account: account.id };
      const refusal = refusesService(policyOf(account, resolved.fn, resolved.qualifier), source, access);
      if (refusal !== undefined) throw new AwsError('AccessDeniedException', refusal, { status: 403 });
    }
    return resolved;
  };
  deliveries.register('lambda', async (arn, payload, source) => {
    invokeLater(context, admit(arn, source), payload);
  });
  return {
    service: { client: 'lambda', operations: operationsOf(context) },
    resources: lambdaResources(context),
    functions: {
      async invoke(arn, payload, source) {
        const { payload: answer, functionError } = await invokeNow(context, admit(arn, source), payload);
        return { payload: answer, ...(functionError === undefined ? {} : { functionError }) };
      },
    },
    policyOf(arn) {
      if (!/^arn:aws:lambda:.*:function:[\w-]+(:[\w$-]+)?$/.test(arn)) return undefined;
      const fn = registry.find(arn);
      return fn && policyOf(account, fn, arn.split(':')[7]);
    },
    onInvocation: (listener) => environments.onInvocation(listener),
    processes: () => environments.processes(),
    executionOfCallback: (id) => executions.callbacks.executionOf(id),
    async close() {
      asynchronous.close();
      executions.close();
      await environments.close();
    },
  };
}
