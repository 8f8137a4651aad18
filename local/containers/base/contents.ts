import { readFileSync, realpathSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { findOnPath } from '../find-on-path.ts';
import type { Entry } from '../images/archive.ts';
import { appletsOf } from './busybox.ts';
import { linkedLibraries } from './linked-libraries.ts';
import { walk } from './walk.ts';

const BUSYBOX = '/bin/busybox';
const CERTIFICATES = '/etc/ssl/certs/ca-certificates.crt';
/** The user of the official Node images. */
const NODE_USER = 1000;

/** What is in the base image, and a text that changes whenever that does. */
export async function baseContents(): Promise<{ entries: Entry[]; fingerprint: string }> {
  const programs = process.platform === 'linux' ? [...(await node()), ...(await busybox()), ...npm()] : [];
  const entries = sorted([...skeleton(), ...programs]);
  const fingerprint = entries
    .map((entry) => (entry.kind === 'file' ? `${entry.path} ${entry.size}` : entry.path))
    .join('\n');
  return { entries, fingerprint: `${process.platform} ${process.version}\n${fingerprint}` };
}

function skeleton(): Entry[] {
  const user = { uid: NODE_USER, gid: NODE_USER };
  return [
    { path: 'tmp', kind: 'directory', mode: 0o1777 },
    { path: 'root', kind: 'directory', mode: 0o700 },
    { path: 'home/node', kind: 'directory', ...user },
    {
      path: 'etc/passwd',
      kind: 'content',
      content: `root:x:0:0:root:/root:/bin/sh\nnode:x:${NODE_USER}:${NODE_USER}::/home/node:/bin/sh\n`,
    },
    { path: 'etc/group', kind: 'content', content: `root:x:0:\nnode:x:${NODE_USER}:\n` },
    { path: 'etc/nsswitch.conf', kind: 'content', content: 'hosts: files dns\n' },
    ...fileIfPresent(CERTIFICATES, CERTIFICATES.slice(1)),
  ];
}

async function node(): Promise<Entry[]> {
  const libraries = await linkedLibraries(process.execPath);
  const libc = libraries.find((path) => basename(path).startsWith('libc.'));
  // glibc loads these by name when a host name is looked up: nothing links them.
  const loaded = ['libnss_files.so.2', 'libnss_dns.so.2', 'libresolv.so.2'].map((name) =>
    libc === undefined ? name : join(dirname(libc), name),
  );
  return [
    ...fileIfPresent(process.execPath, 'usr/local/bin/node'),
    ...[...libraries, ...loaded].flatMap((path) => fileIfPresent(path, path.slice(1))),
  ];
}

async function busybox(): Promise<Entry[]> {
  const program = fileIfPresent(BUSYBOX, 'bin/busybox');
  if (program.length === 0) return [];
  const applets = (await appletsOf(BUSYBOX)).filter((name) => name !== 'busybox');
  return [
    ...program,
    ...applets.map((name): Entry => ({ path: `bin/${name}`, kind: 'symlink', target: 'busybox' })),
    { path: 'usr/bin/env', kind: 'symlink', target: '../../bin/busybox' },
  ];
}

/** npm as it is installed here, for Dockerfiles with `RUN npm ci`. */
function npm(): Entry[] {
  const command = findOnPath('npm');
  if (command === undefined) return [];
  const folder = dirname(dirname(realpathSync(command)));
  if (basename(folder) !== 'npm') return [];
  const into = 'usr/local/lib/node_modules/npm';
  const link = (name: string): Entry => ({
    path: `usr/local/bin/${name}`,
    kind: 'symlink',
    target: `../lib/node_modules/npm/bin/${name}-cli.js`,
  });
  return [...walk(folder, into), link('npm'), link('npx')];
}

function fileIfPresent(source: string, path: string): Entry[] {
  const found = statSync(source, { throwIfNoEntry: false });
  if (!found?.isFile()) return [];
  // Small files are read at once, which keeps the order of the archive simple for what is many.
  if (found.size < 64 * 1024)
    return [{ path, kind: 'content', content: readFileSync(source), mode: found.mode & 0o777 }];
  return [{ path, kind: 'file', source: realpathSync(source), size: found.size, mode: found.mode & 0o777 }];
}

function sorted(entries: readonly Entry[]): Entry[] {
  const byPath = new Map(entries.map((entry) => [entry.path, entry]));
  return [...byPath.values()].sort((a, b) => (a.path < b.path ? -1 : 1));
}
