import { CloudWatchLogsClient, paginateFilterLogEvents } from '@aws-sdk/client-cloudwatch-logs';
import type { Cloud } from '../../local/cloud.ts';
import type { Used } from './prices.ts';

/** The functions that a deployment wakes. */
const FUNCTIONS = ['request-deployment', 'run-deployment', 'wake-deployment', 'probe-target', 'announce'];
/** Their roles, as the template names them, in the names that CloudFormation gives. */
const ROLES = /slipway-dev-(RequestDeployment|RunDeployment|WakeDeployment|ProbeTarget|Announce)Role-/;
const READS = new Set(['GetItem', 'Query']);
const WRITES = new Set(['PutItem', 'UpdateItem', 'DeleteItem']);

interface Call {
  readonly service: string;
  readonly operation: string;
  readonly input: unknown;
}

/** All that Slipway's functions call and use, from when it was made until it is closed. */
export class Usage {
  readonly #calls: Call[] = [];
  readonly #stop: () => void;
  readonly #began: number;
  /** By the service that is updated: when the call was answered, in milliseconds since 1970. */
  readonly updatedAt = new Map<string, number>();

  constructor(cloud: Cloud) {
    this.#began = cloud.clock.now();
    this.#stop = cloud.gateway.onCall(({ service, operation, input, caller }) => {
      if (!ROLES.test(caller.roleArn ?? '')) return;
      this.#calls.push({ service, operation, input });
      const updated = operation === 'UpdateService' ? (input as { service?: string }).service : undefined;
      if (updated !== undefined && !this.updatedAt.has(updated))
        this.updatedAt.set(updated, cloud.clock.now());
    });
  }

  close(): void {
    this.#stop();
  }

  /** How often each operation was called, a deployment, retries and refused ones included. */
  callsEach(deployments: number): Record<string, number> {
    const counts = new Map<string, number>();
    for (const { service, operation } of this.#calls) {
      const name = `${service}.${operation}`;
      counts.set(name, (counts.get(name) ?? 0) + 1);
    }
    const sorted = [...counts].sort(([a], [b]) => a.localeCompare(b));
    return Object.fromEntries(sorted.map(([name, count]) => [name, count / deployments]));
  }

  /** What one of the deployments used, in the mean. */
  async usedEach(deployments: number): Promise<Used & { readonly billedMilliseconds: number }> {
    const { invocations, billedMilliseconds, gigabyteSeconds } = await this.#billed();
    const checkpoints = this.#calls.filter(({ operation }) => operation === 'CheckpointDurableExecution');
    const updates = checkpoints.flatMap(
      ({ input }) => (input as { Updates?: { Id?: string }[] }).Updates ?? [],
    );
    const executions = checkpoints.map(
      ({ input }) => (input as { DurableExecutionArn?: string }).DurableExecutionArn,
    );
    const operations = new Set(
      checkpoints.flatMap(({ input }, index) =>
        ((input as { Updates?: { Id?: string }[] }).Updates ?? []).map(
          ({ Id }) => `${executions[index]} ${Id}`,
        ),
      ),
    );
    const count = (service: string, names: ReadonlySet<string>) =>
      this.#calls.filter((call) => call.service === service && names.has(call.operation)).length;
    return {
      invocations: invocations / deployments,
      billedMilliseconds: billedMilliseconds / deployments,
      gigabyteSeconds: gigabyteSeconds / deployments,
      durableOperations: operations.size / deployments,
      durableBytes: Buffer.byteLength(JSON.stringify(updates)) / deployments,
      reads: count('dynamodb', READS) / deployments,
      writes: count('dynamodb', WRITES) / deployments,
      events: count('eventbridge', new Set(['PutEvents'])) / deployments,
    };
  }

  /** By what Lambda reports of each invocation, in the functions' logs. */
  async #billed(): Promise<{ invocations: number; billedMilliseconds: number; gigabyteSeconds: number }> {
    const client = new CloudWatchLogsClient({});
    let [invocations, billedMilliseconds, gigabyteSeconds] = [0, 0, 0];
    for (const name of FUNCTIONS) {
      const input = { logGroupName: `/aws/lambda/slipway-dev-${name}`, startTime: this.#began };
      for await (const { events = [] } of paginateFilterLogEvents(
        { client },
        { ...input, filterPattern: '"REPORT RequestId"' },
      )) {
        for (const { message = '' } of events) {
          const [, billed, memory] = /Billed Duration: (\d+) ms\s+Memory Size: (\d+) MB/.exec(message) ?? [];
          if (billed === undefined || memory === undefined) continue;
          invocations++;
          billedMilliseconds += Number(billed);
          gigabyteSeconds += (Number(billed) / 1000) * (Number(memory) / 1024);
        }
      }
    }
    return { invocations, billedMilliseconds, gigabyteSeconds };
  }
}
