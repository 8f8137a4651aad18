import { spawn } from 'node:child_process';
import { openSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Where the clean-up that goes on after an interrupted run says what it does. */
export const INTERRUPTED_LOG = join(tmpdir(), 'slipway-conformance-clean-up.log');

/**
 * From now on, when this process is told to end, or whoever started it has gone, what the run made is removed by a
 * process of its own: the test runner gives its workers no time.
 *
 * @returns how to stop that
 */
export function cleanUpWhenInterrupted(prefix: string): () => void {
  const ignore = () => {
    for (const signal of SIGNALS) process.off(signal, cleanUp);
    process.off('disconnect', onDisconnect);
  };
  const cleanUp = (signal: NodeJS.Signals) => {
    ignore();
    const log = openSync(INTERRUPTED_LOG, 'a');
    const program = join(import.meta.dirname, 'clean-up.ts');
    // Out of the group, which may be told to end again.
    spawn(process.execPath, [program, '--prefix', prefix, '--yes'], {
      ...{ detached: true, stdio: ['ignore', log, log] },
    }).unref();
    // Not process.exit, which the test runner forbids.
    process.kill(process.pid, signal);
  };
  const onDisconnect = () => cleanUp('SIGTERM');
  for (const signal of SIGNALS) process.on(signal, cleanUp);
  process.on('disconnect', onDisconnect);
  return ignore;
}
