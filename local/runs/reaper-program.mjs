// Ends process groups when the process that started it is gone, however that went: its input ends then.
// A line `+PID` gives a group into its care, `-PID` takes it out again. Its argument is the file that it writes to how
// many it had to end.
import { writeFileSync } from 'node:fs';
import { createInterface } from 'node:readline';

const groups = new Set();
// Whoever ends the local cloud's own group must not end this first.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => undefined);

for await (const line of createInterface({ input: process.stdin })) {
  const pid = Number(line.slice(1));
  if (line.startsWith('+')) groups.add(pid);
  else groups.delete(pid);
}
let ended = 0;
for (const pid of groups) {
  try {
    process.kill(-pid, 'SIGKILL');
    ended++;
  } catch {
    // It has ended by itself.
  }
}
try {
  if (ended > 0) writeFileSync(process.argv[2], String(ended));
} catch {
  // The next run was faster: the folder is gone.
}
