import { commitsOf, type PushedCommit } from './commits.ts';
import type { Repository } from './repository.ts';
import { asksGit, runGit } from './run-git.ts';

/** One ref that a push moved. */
export interface RefChange {
  readonly ref: string;
  readonly before: string;
  readonly after: string;
}

const ZEROS = '0'.repeat(40);
/** Commits that a payload lists (GitHub: webhook events and payloads, `push`). */
const MAX_COMMITS = 2048;

/**
 * GitHub's payload of the `push` event.
 * https://docs.github.com/en/webhooks/webhook-events-and-payloads#push
 */
export async function pushPayload(repository: Repository, { ref, before, after }: RefChange, user: string) {
  const { folder, url } = repository;
  const htmlUrl = url.replace(/\.git$/, '');
  const created = before === ZEROS;
  const deleted = after === ZEROS;
  const [isForward, base, distinct] = await Promise.all([
    created || deleted || asksGit(folder, 'merge-base', '--is-ancestor', before, after),
    created ? otherBranchAt(folder, ref, after) : undefined,
    deleted ? [] : notElsewhere(folder, ref, created ? [after] : [after, `^${before}`]),
  ]);
  const known = new Set(distinct);
  const list = (...args: string[]): Promise<PushedCommit[]> =>
    commitsOf(folder, htmlUrl, args, (id) => id === after || known.has(id));
  const isBranch = ref.startsWith('refs/heads/');
  const [commits, [head]] = await Promise.all([
    deleted || !isBranch || (created && distinct.length === 0)
      ? []
      : list(
          `--max-count=${MAX_COMMITS}`,
          ...(created ? [after, ...exceptOthers(ref)] : [`${before}..${after}`]),
        ),
    deleted ? [] : list('--max-count=1', after),
  ]);
  return {
    ref,
    before,
    after,
    created,
    deleted,
    forced: !isForward,
    base_ref: base ?? null,
    compare: `${htmlUrl}/compare/${compared(ref, before, after)}`,
    commits,
    head_commit: head ?? null,
    repository: describe(repository, htmlUrl),
    pusher: { name: user, email: `${user}@users.noreply.localhost` },
    sender: person(user),
  };
}

const compared = (ref: string, before: string, after: string): string =>
  before === ZEROS
    ? ref.replace(/^refs\/(heads|tags)\//, '')
    : `${before.slice(0, 12)}...${after.slice(0, 12)}`;

/** Another branch whose head is the same commit. */
async function otherBranchAt(folder: string, ref: string, commit: string): Promise<string | undefined> {
  const branches = await runGit(
    folder,
    ...['for-each-ref', '--format=%(refname)', `--points-at=${commit}^{commit}`, 'refs/heads'],
  );
  return branches.split('\n').find((branch) => branch !== '' && branch !== ref);
}

/** Leaves out what other branches have. Git wants the branch's short name here. */
const exceptOthers = (ref: string): string[] => [
  '--not',
  `--exclude=${ref.replace('refs/heads/', '')}`,
  '--branches',
];

/** Of these commits, those that no other branch has. */
async function notElsewhere(folder: string, ref: string, commits: readonly string[]): Promise<string[]> {
  const found = await runGit(folder, 'rev-list', ...commits, ...exceptOthers(ref));
  return found.split('\n').filter(Boolean);
}

function describe({ id, owner, name, fullName, url, defaultBranch, createdAt }: Repository, htmlUrl: string) {
  return {
    id,
    node_id: Buffer.from(`010:Repository${id}`).toString('base64'),
    name,
    full_name: fullName,
    private: true,
    owner: { name: owner, email: `${owner}@users.noreply.localhost`, ...person(owner) },
    html_url: htmlUrl,
    description: null,
    fork: false,
    url: htmlUrl,
    clone_url: url,
    git_url: url,
    created_at: Math.floor(createdAt.getTime() / 1000),
    default_branch: defaultBranch,
    master_branch: defaultBranch,
  };
}

const person = (login: string) => ({ login, id: idOf(login), type: 'User', site_admin: false });

/** A number that stays the same for a name. */
const idOf = (login: string): number =>
  Buffer.from(login).reduce((sum, byte) => (sum * 31 + byte) % 1_000_000_007, 7);
