import type { Clock } from '../clock.ts';
import type { Account, Deliveries, Functions, Identities, LogSink, ObjectStore, Part } from '../parts.ts';
import { AsynchronousInvoker } from './asynchronous.ts';
import { Executions } from './durable/executions.ts';
import { FunctionRegistry, type Resolved } from './functions.ts';
import { Invoker, type Started } from './invoker.ts';
import { operationsOf } from './operations.ts';
import { lambdaResources } from './resources.ts';

export interface Lambda extends Part {
  readonly functions: Functions;
  processes(): Started[];
  onInvocation(listener: (started: Started) => void): () => void;
}

export function createLambda(deps: {
  account: Account;
  clock: Clock;
  identities: Identities;
  objects: ObjectStore;
  logs: LogSink;
  deliveries: Deliveries;
}): Lambda {
  const { account, clock, deliveries, objects } = deps;
  const registry = new FunctionRegistry(account);
  const invoker = new Invoker(deps);
  const executions = new Executions({ registry, invoker, clock });
  const asynchronous = new AsynchronousInvoker({ invoker, clock, deliveries });

  const later = (resolved: Resolved, payload: string) => {
    if (resolved.settings.durable) executions.start(resolved, payload);
    else asynchronous.accept(resolved, payload);
  };
  deliveries.register('lambda', async (arn, payload) => later(registry.resolve(arn), payload));
  return {
    service: { client: 'lambda', operations: operationsOf({ registry, invoker, executions, later }) },
    resources: lambdaResources({ account, clock, registry, invoker, objects }),
    functions: {
      invoke: async (arn, payload) => invoker.invoke(registry.resolve(arn), payload),
    },
    processes: () => invoker.processes(),
    onInvocation: (listener) => invoker.onInvocation(listener),
    async close() {
      executions.close();
      await invoker.close();
    },
  };
}
