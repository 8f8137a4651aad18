import type { Dependencies } from '../template/dependencies.ts';

export interface OrderOptions {
  readonly limit: number;
  /** `stop` begins nothing new after a failure; `go on` leaves out only what needed the failed one. */
  readonly onFailure: 'stop' | 'go on';
  readonly signal: AbortSignal;
}

/**
 * Runs an action for each node after all that it needs, several at a time.
 * Resolves with the nodes that failed, when everything that was begun has ended.
 */
export function runInOrder(
  graph: Dependencies,
  action: (node: string) => Promise<void>,
  { limit, onFailure, signal }: OrderOptions,
): Promise<ReadonlyMap<string, Error>> {
  const waiting = new Map(graph);
  const done = new Set<string>();
  const failed = new Map<string, Error>();
  let running = 0;
  return new Promise((resolve) => {
    const next = (): void => {
      const stopped = signal.aborted || (onFailure === 'stop' && failed.size > 0);
      for (const [node, needs] of waiting) {
        if (stopped || running >= limit) break;
        if (!needs.every((need) => done.has(need) || !graph.has(need))) continue;
        waiting.delete(node);
        running++;
        action(node)
          .then(
            () => done.add(node),
            (cause: unknown) =>
              failed.set(node, cause instanceof Error ? cause : new Error(String(cause), { cause })),
          )
          .finally(() => {
            running--;
            next();
          });
      }
      if (running === 0) resolve(failed);
    };
    next();
  });
}
