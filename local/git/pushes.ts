import { readFile, rm } from 'node:fs/promises';
import type { HookDeliveries } from './hook-deliveries.ts';
import { pushPayload, type RefChange } from './push-payload.ts';
import type { Repository } from './repository.ts';

/** GitHub sends no events for tags when a push has more than so many of them (webhook events, `push`). */
const MAX_TAGS = 3;

/** What the hook wrote down of a push: nothing when nothing was accepted. */
export async function recordedChanges(record: string): Promise<RefChange[]> {
  const text = await readFile(record, 'utf8').catch(() => '');
  await rm(record, { force: true });
  return text
    .split('\n')
    .map((line) => line.split(' '))
    .filter(({ length }) => length === 3)
    .map(([before = '', after = '', ref = '']) => ({ before, after, ref }))
    .filter(({ ref }) => /^refs\/(heads|tags)\//.test(ref));
}

/** One `push` event for each branch and tag. */
export async function announcePush(
  deliveries: HookDeliveries,
  repository: Repository,
  changes: readonly RefChange[],
  user: string,
): Promise<void> {
  const isTag = ({ ref }: RefChange) => ref.startsWith('refs/tags/');
  const tooManyTags = changes.filter(isTag).length > MAX_TAGS;
  const announced = changes.filter((change) => !(tooManyTags && isTag(change)));
  await Promise.all(
    announced.map(async (change) =>
      deliveries.send(repository, 'push', await pushPayload(repository, change, user)),
    ),
  );
}
