#!/usr/bin/env node
// Plain JavaScript that old versions of Node can read: it finds a Node that runs TypeScript as it is.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const main = new URL('./main.ts', import.meta.url);
// The `node` package of this project, for machines whose own Node is older.
const ownNode = fileURLToPath(new URL('../node_modules/node/bin/node', import.meta.url));

if (process.features.typescript) {
  const { main: run } = await import(main.href);
  process.exitCode = await run(process.argv.slice(2));
} else if (existsSync(ownNode)) {
  const child = spawn(ownNode, [fileURLToPath(import.meta.url), ...process.argv.slice(2)], {
    stdio: 'inherit',
  });
  // The child decides what a signal means; this process only passes it on and waits for how the child ends.
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
  child.on('error', (error) => {
    console.error(
      `slipway: ${ownNode} does not start: ${error.message}. Run \`npm ci\` again, or use Node 24.`,
    );
    process.exitCode = 3;
  });
  child.on('exit', (code, signal) => {
    process.exitCode = code ?? (signal === 'SIGINT' ? 130 : 143);
  });
} else {
  console.error(
    `slipway: Node ${process.versions.node} is too old: use Node 24, or run \`npm ci\` in ${fileURLToPath(new URL('..', import.meta.url))}, which brings it.`,
  );
  process.exitCode = 3;
}
