import { mkdir } from 'node:fs/promises';
import type { ProjectSource } from '@aws-sdk/client-codebuild';
import { PhaseFailure } from './phase-failure.ts';
import type { ProcessGroups } from './process-group.ts';

export interface SourceRequest {
  readonly source: ProjectSource;
  /** A commit, branch, tag, full ref or `pr/NUMBER`; the default branch when there is none. */
  readonly version: string | undefined;
  readonly folder: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly groups: ProcessGroups;
  readonly signal: AbortSignal;
}

/** Clones the source and checks the version out. @returns the commit. @throws PhaseFailure */
export async function downloadSource(request: SourceRequest): Promise<string | undefined> {
  const { source, version, folder } = request;
  await mkdir(folder, { recursive: true });
  if (source.type === 'NO_SOURCE') return undefined;
  const git = (...args: string[]) => runGit(request, args);
  const depth = source.gitCloneDepth ? [`--depth=${source.gitCloneDepth}`] : [];
  await git(
    'clone',
    '--quiet',
    '--no-checkout',
    ...depth,
    ...(depth.length > 0 ? ['--no-single-branch'] : []),
    source.location ?? '',
    folder,
  );
  const [, pull] = /^pr\/(\d+)$/.exec(version ?? '') ?? [];
  const isCommit = /^[0-9a-f]{40}$/.test(version ?? '');
  // Refs of pull requests are not cloned, and a shallow clone has only the tips.
  if (pull !== undefined)
    await git('-C', folder, 'fetch', '--quiet', ...depth, 'origin', `refs/pull/${pull}/head`);
  else if (isCommit && depth.length > 0)
    await git('-C', folder, 'fetch', '--quiet', ...depth, 'origin', version ?? '');
  await git(
    '-C',
    folder,
    'checkout',
    '--quiet',
    '--detach',
    await resolve(request, pull === undefined ? version : 'FETCH_HEAD'),
  );
  return (await git('-C', folder, 'rev-parse', 'HEAD')).trim();
}

async function resolve(request: SourceRequest, version = 'HEAD'): Promise<string> {
  const short = version.replace(/^refs\/(heads|tags)\//, '');
  for (const name of [`refs/remotes/origin/${short}`, `refs/tags/${short}`, version]) {
    const found = await runGit(request, [
      '-C',
      request.folder,
      'rev-parse',
      '--verify',
      '--quiet',
      `${name}^{commit}`,
    ]).catch(() => undefined);
    if (found !== undefined) return found.trim();
  }
  throw new PhaseFailure(
    'CLIENT_ERROR',
    `reference not found for primary source and source version ${version}`,
  );
}

async function runGit(request: SourceRequest, args: string[]): Promise<string> {
  let output = '';
  const code = await request.groups.run('git', args, {
    env: { ...request.environment, GIT_TERMINAL_PROMPT: '0' },
    signal: request.signal,
    onOutput: (chunk) => {
      output += chunk;
    },
  });
  if (code === 0) return output;
  throw new PhaseFailure(
    'CLIENT_ERROR',
    `${output.trim() || `git ended with ${code}`} for primary source and source version ${request.version ?? ''}`,
  );
}
