import type { ListedFault } from './faults/active-fault.ts';
import type { Fault } from './faults/fault.ts';

/** AWS's time in the cloud, as `GET /_local/clock` tells it. */
export interface ClockState {
  /** ISO. */
  readonly now: string;
  readonly held: boolean;
  readonly movedSeconds: number;
  readonly pace: number;
  /** Real work that is under way. */
  readonly running: readonly string[];
}

/** What the local cloud would not do: the message says why, field by field where it was a field. */
export class LocalCloudError extends Error {
  /** HTTP. */
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.name = 'LocalCloudError';
    this.status = status;
  }
}

/**
 * What a running local cloud can be asked for that AWS has not, for tests and scripts in another process. AWS's own
 * API is for SDK clients.
 *
 * @param endpoint what `npm run cloud` prints as AWS_ENDPOINT_URL
 * @example
 * const cloud = connectLocalCloud('http://127.0.0.1:4510');
 * const { id } = await cloud.faults.add({ kind: 'throttle', service: 'ecs', times: 3 });
 *
 * Every method rejects with LocalCloudError where the cloud refuses, and with a TypeError where none answers.
 */
export function connectLocalCloud(endpoint: string) {
  const ask = async (method: string, path: string, body?: object): Promise<unknown> => {
    const response = await fetch(new URL(`/_local/${path}`, endpoint), {
      method,
      ...(body === undefined
        ? {}
        : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
    });
    const text = await response.text();
    const isJson = response.headers.get('content-type') === 'application/json';
    const answer: unknown = isJson ? JSON.parse(text) : undefined;
    if (response.ok && isJson) return answer;
    // An answer of something else that listens there is worth being seen.
    const { error = text } = (answer ?? {}) as { error?: string };
    throw new LocalCloudError(response.status, error);
  };
  // The answers below are this project's own: `admin/` makes them.
  return {
    /** What goes wrong: `local/README.md`, "Faults", lists the kinds. */
    faults: {
      async add(fault: Fault): Promise<ListedFault> {
        return (await ask('POST', 'faults', fault)) as ListedFault;
      },
      async list(): Promise<readonly ListedFault[]> {
        return ((await ask('GET', 'faults')) as { faults: ListedFault[] }).faults;
      },
      async remove(id: string): Promise<void> {
        await ask('DELETE', `faults/${encodeURIComponent(id)}`);
      },
      async clear(): Promise<void> {
        await ask('DELETE', 'faults');
      },
    },
    clock: {
      async read(): Promise<ClockState> {
        return (await ask('GET', 'clock')) as ClockState;
      },
      async hold(): Promise<ClockState> {
        return (await ask('POST', 'clock', { hold: true })) as ClockState;
      },
      async release(): Promise<ClockState> {
        return (await ask('POST', 'clock', { hold: false })) as ClockState;
      },
      /**
       * Resolves when what the move set off has ended.
       * @param length seconds, or text as `45s`, `15m`, `3d`
       * @param every in steps of so much, and not in one go
       */
      async move(length: number | string, { every }: { every?: number | string } = {}): Promise<ClockState> {
        return (await ask('POST', 'clock', {
          move: length,
          ...(every === undefined ? {} : { every }),
        })) as ClockState;
      },
    },
    repositories: {
      /** @param name `OWNER/NAME`. Gives what to push to */
      async create(
        name: string,
        webhooks: readonly { readonly url: string; readonly secret: string }[] = [],
      ): Promise<{ readonly name: string; readonly url: string }> {
        return (await ask('POST', 'repositories', { name, webhooks })) as { name: string; url: string };
      },
    },
  };
}
