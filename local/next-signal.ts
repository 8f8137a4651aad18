/** The first signal that asks this process to end. */
export function nextSignal(): Promise<string> {
  return new Promise((resolve) => {
    // They stay handled: a terminal's Ctrl-C comes twice under npm, and what was made has still to be removed.
    for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, () => resolve(name));
  });
}
