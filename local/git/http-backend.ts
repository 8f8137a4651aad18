import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { dirname } from 'node:path';
import { PUSH_RECORD, type Repository } from './repository.ts';
import { gitEnvironment } from './run-git.ts';

export interface BackendRequest {
  readonly repository: Repository;
  /** What is behind the repository in the address, for example `/info/refs`. */
  readonly rest: string;
  readonly query: string;
  readonly user: string;
  /** Where the hook writes what was pushed. */
  readonly record: string;
}

/** Serves one request of git's smart HTTP protocol by `git http-backend`. Resolves when it has been answered. */
export async function serveGit(
  request: IncomingMessage,
  response: ServerResponse,
  { repository, rest, query, user, record }: BackendRequest,
  started: (child: ChildProcess) => void,
): Promise<void> {
  const header = (name: string): string => String(request.headers[name] ?? '');
  const child = spawn('git', ['http-backend'], {
    env: {
      ...gitEnvironment(repository.folder),
      GIT_PROJECT_ROOT: dirname(repository.folder),
      GIT_HTTP_EXPORT_ALL: '1',
      GIT_PROTOCOL: header('git-protocol'),
      PATH_INFO: `/${repository.name}.git${rest}`,
      QUERY_STRING: query,
      REQUEST_METHOD: request.method,
      CONTENT_TYPE: header('content-type'),
      CONTENT_LENGTH: header('content-length'),
      HTTP_CONTENT_ENCODING: header('content-encoding'),
      REMOTE_USER: user,
      REMOTE_ADDR: '127.0.0.1',
      [PUSH_RECORD]: record,
    },
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  started(child);
  // Whoever hangs up ends the process; the process may end before it has read everything.
  response.on('close', () => {
    if (!response.writableEnded) child.kill();
  });
  child.stdin.on('error', () => undefined);
  child.on('error', () => response.destroy());
  request.pipe(child.stdin);

  let head: Buffer | undefined = Buffer.alloc(0);
  child.stdout.on('data', (chunk: Buffer) => {
    if (head === undefined) {
      if (!response.write(chunk)) {
        child.stdout.pause();
        response.once('drain', () => child.stdout.resume());
      }
      return;
    }
    head = Buffer.concat([head, chunk]);
    const end = head.indexOf('\r\n\r\n');
    if (end < 0) return;
    writeHead(response, head.subarray(0, end).toString('latin1'));
    response.write(head.subarray(end + 4));
    head = undefined;
  });
  await once(child, 'close');
  if (head !== undefined && !response.headersSent) response.writeHead(500);
  response.end();
}

/** A CGI answer's head: its status is a header of that name. */
function writeHead(response: ServerResponse, head: string): void {
  let status = 200;
  for (const line of head.split('\r\n')) {
    const colon = line.indexOf(':');
    const value = line.slice(colon + 1).trim();
    if (line.slice(0, colon) === 'Status') status = Number.parseInt(value, 10);
    else response.setHeader(line.slice(0, colon), value);
  }
  response.writeHead(status);
}
