// Ends process groups when the process that started it is gone, however that went: its input ends then.
// A line `+PID` gives a group into its care, `-PID` takes it out again.
import { createInterface } from 'node:readline';

const groups = new Set();
// Whoever ends the local cloud's own group must not end this first.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => undefined);

for await (const line of createInterface({ input: process.stdin })) {
  const pid = Number(line.slice(1));
  if (line.startsWith('+')) groups.add(pid);
  else groups.delete(pid);
}
for (const pid of groups) {
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // It has ended by itself.
  }
}
