import type { CommandPorts } from './command-ports.ts';
import { Rejected } from './errors.ts';
import type { Pipeline, Release } from './model.ts';
import { type PushedImage, releaseOf } from './request-image.ts';

const SHORT_COMMIT = /^[0-9a-f]{7,63}$/;

export type FindReleasePorts = Pick<CommandPorts, 'findImage' | 'orderOfCommit'> & {
  readonly ledger: Pick<CommandPorts['ledger'], 'commitsLike'>;
};

/** The release that a person named by a tag, a commit or a digest. @throws Rejected when there is no such image */
export async function findRelease(
  named: string,
  pipeline: Pipeline,
  ports: FindReleasePorts,
): Promise<Release> {
  const image = await imageNamed(named, pipeline, ports);
  if (image === undefined) {
    throw new Rejected(
      `The repository ${pipeline.repository} has no image ${named}: give one of its tags or a digest (sha256:…).`,
    );
  }
  return (await releaseOf(image, pipeline, ports)).release;
}

/** Tags are whole commits; people name a commit by its beginning. */
async function imageNamed(
  named: string,
  { name, repository }: Pipeline,
  ports: FindReleasePorts,
): Promise<PushedImage | undefined> {
  const found = await ports.findImage(repository, named);
  if (found !== undefined || !SHORT_COMMIT.test(named)) return found;
  const [commit, another] = await ports.ledger.commitsLike(name, named);
  if (another !== undefined)
    throw new Rejected(`More than one commit of ${name} begins with ${named}: give more of it.`);
  return commit === undefined ? undefined : ports.findImage(repository, commit);
}
