// Runs before `npm start` and `npm test`, with whatever Node is there: installs what the lock file asks for, once.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const project = fileURLToPath(new URL('..', import.meta.url));
const mark = `${project}node_modules/.installed`;
const wanted = createHash('sha256')
  .update(readFileSync(`${project}package-lock.json`))
  .digest('hex');

if (!existsSync(mark) || readFileSync(mark, 'utf8') !== wanted) {
  console.log('Installing (this is done once)…');
  rmSync(mark, { force: true });
  // npm itself runs this script: its own path is known, wherever it was installed.
  const npm = process.env.npm_execpath;
  const args = ['ci', '--no-audit', '--no-fund', '--loglevel=error'];
  const done = npm
    ? spawnSync(process.execPath, [npm, ...args], { cwd: project, stdio: 'inherit' })
    : spawnSync('npm', args, { cwd: project, stdio: 'inherit' });
  if (done.status !== 0) process.exit(done.status ?? 1);
  writeFileSync(mark, wanted);
}

// The `node` package brings the Node that the rest runs on, by an install script.
const ownNode = `${project}node_modules/node/bin/node`;
const version =
  spawnSync(existsSync(ownNode) ? ownNode : process.execPath, ['--version'], { encoding: 'utf8' }).stdout ??
  '';
if (Number(version.slice(1).split('.')[0]) < 24) {
  console.error(
    `Slipway runs on Node 24; here is ${version.trim()}. Its own copy was not installed: install scripts are switched off ` +
      '("npm config get ignore-scripts"). Switch them on and run "npm ci" again, or use Node 24 or later.',
  );
  process.exit(1);
}
