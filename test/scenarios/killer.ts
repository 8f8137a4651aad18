import type { Cloud } from '../../local/cloud.ts';
import { AwsError, type Call } from '../../local/gateway/service.ts';

/** Where a function is killed: at a call of AWS, before that has an effect or when it has had it. */
export interface Moment {
  /** The first call of this operation, or the call with this number, or every call with a multiple of it. */
  readonly at: { readonly operation: string } | { readonly call: number } | { readonly every: number };
  readonly when: 'before' | 'after';
}

/** Counts a function's calls of AWS, and ends its processes with SIGKILL at some of them. */
export class Killer {
  /** Calls of the function since `arm`. */
  calls = 0;
  /** The operations at which it was killed. */
  readonly killedAt: string[] = [];
  readonly #cloud: Cloud;
  readonly #functionName: string;
  #moment: Moment | undefined;

  /** @param role a part of the name of the function's role, by which its calls are told */
  constructor(cloud: Cloud, functionName: string, role: string) {
    this.#cloud = cloud;
    this.#functionName = functionName;
    const { gateway } = cloud;
    let marked: string | undefined;
    const before = (call: Call) => {
      if (!call.caller.roleArn?.includes(role)) return;
      this.calls++;
      if (!this.#isNow(call)) return;
      if (this.#moment?.when === 'before') {
        this.#kill(call);
        throw new AwsError('ServiceUnavailable', 'whoever called is dead', { status: 503 });
      }
      marked = call.requestId;
    };
    const after = (call: Call) => {
      if (call.requestId === marked) this.#kill(call);
    };
    gateway.intercept({ before, after });
  }

  /** Begins to count anew. */
  arm(moment?: Moment): void {
    this.calls = 0;
    this.killedAt.length = 0;
    this.#moment = moment;
  }

  #isNow({ operation }: Call): boolean {
    if (this.#moment === undefined) return false;
    const { at } = this.#moment;
    if ('every' in at) return this.calls % at.every === 0;
    if (this.killedAt.length > 0) return false;
    return 'call' in at ? this.calls === at.call : operation === at.operation;
  }

  #kill({ operation }: Call): void {
    this.killedAt.push(operation);
    for (const { functionName, pid } of this.#cloud.lambda.processes()) {
      if (functionName === this.#functionName && pid > 0) process.kill(pid, 'SIGKILL');
    }
  }
}
