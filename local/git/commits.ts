import { runGit } from './run-git.ts';

export interface PushedCommit {
  readonly id: string;
  readonly tree_id: string;
  /** Whether no other branch had it before. */
  readonly distinct: boolean;
  readonly message: string;
  readonly timestamp: string;
  readonly url: string;
  readonly author: Person;
  readonly committer: Person;
  readonly added: readonly string[];
  readonly removed: readonly string[];
  readonly modified: readonly string[];
}

interface Person {
  readonly name: string;
  readonly email: string;
}

// Control characters that no commit holds, and that git writes as %x01 and %x1f.
const RECORD = '\u0001';
const FIELD = '\u001f';
const FORMAT = `%x01${['%H', '%T', '%cI', '%an', '%ae', '%cn', '%ce', '%B'].join('%x1f')}%x1f`;

/** The commits that `git log` finds for these arguments, the oldest first. */
export async function commitsOf(
  folder: string,
  htmlUrl: string,
  args: readonly string[],
  isDistinct: (id: string) => boolean,
): Promise<PushedCommit[]> {
  const log = await runGit(
    folder,
    'log',
    '--reverse',
    '--name-status',
    '--no-renames',
    `--format=${FORMAT}`,
    ...args,
  );
  return log
    .split(RECORD)
    .filter((record) => record.includes(FIELD))
    .map((record) => {
      const [
        id = '',
        tree = '',
        timestamp = '',
        an = '',
        ae = '',
        cn = '',
        ce = '',
        message = '',
        files = '',
      ] = record.split(FIELD);
      const changed = files
        .split('\n')
        .map((line) => line.split('\t'))
        .filter(({ length }) => length === 2);
      const paths = (kinds: string) =>
        changed.flatMap(([kind = '', path = '']) => (kinds.includes(kind) ? [path] : []));
      return {
        id,
        tree_id: tree,
        distinct: isDistinct(id),
        message: message.trimEnd(),
        timestamp,
        url: `${htmlUrl}/commit/${id}`,
        author: { name: an, email: ae },
        committer: { name: cn, email: ce },
        added: paths('A'),
        removed: paths('D'),
        // A file that became a link counts as changed.
        modified: paths('MT'),
      };
    });
}
