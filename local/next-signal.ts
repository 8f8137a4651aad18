/** A terminal's Ctrl-C comes twice under npm: what comes within this many milliseconds is the same one. */
const SAME_MS = 1000;

/**
 * The first signal that asks this process to end. What was made has still to be removed then; a second signal, given
 * by somebody who does not want to wait for that, ends the process at once, and the next start removes what is left.
 */
export function nextSignal(): Promise<string> {
  let first: number | undefined;
  return new Promise((resolve) => {
    for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
      process.on(name, () => {
        first ??= performance.now();
        resolve(name);
        if (performance.now() - first < SAME_MS) return;
        console.error(`${name} again: ending at once; the next start removes what is left`);
        process.exit(1);
      });
  });
}
