import type { BundleFile } from '../../../deployment/beanstalk-target.ts';
import { Rejected } from '../../../deployment/errors.ts';
import type { Release } from '../../../deployment/model.ts';
import { parseImage } from '../../ecs/image.ts';
import type { Environment } from '../target.ts';
import { rewriteCompose } from './compose.ts';
import { makeDockerrun, rewriteDockerrun } from './dockerrun.ts';
import type { Chosen, Rewritten } from './rewritten.ts';

/** What a source bundle holds, and where the image is in it. */
export interface MadeBundle {
  readonly files: readonly BundleFile[];
  /** Where it comes from, for people: the folder's name, or that it was made. */
  readonly base: string;
  readonly containers: readonly string[];
  /** What the bundle's own file names as the image, where it has one. */
  readonly before?: string;
}

/** What Elastic Beanstalk runs, in the order in which it looks for it. */
const WHAT_RUNS: readonly { path: string; rewrite: (text: string, chosen: Chosen) => Rewritten }[] = [
  { path: 'docker-compose.yml', rewrite: rewriteCompose },
  { path: 'Dockerrun.aws.json', rewrite: rewriteDockerrun },
];

/** The source bundle of a release: the repository's own with the image by digest, or a made one. @throws Rejected where nothing in it gets the image */
export function makeBundle(
  { settings, repository }: Pick<Environment, 'settings' | 'repository'>,
  { image }: Release,
): MadeBundle {
  const { bundle, port, containers: named } = settings;
  if (bundle === undefined) {
    // The schema asks for the port where there is no bundle.
    const content = makeDockerrun(image, port ?? 80);
    return {
      files: [{ path: 'Dockerrun.aws.json', content }],
      base: 'a Dockerrun.aws.json made by Slipway',
      containers: ['Image'],
    };
  }
  const what = WHAT_RUNS.find(({ path }) => bundle.files.some((file) => file.path === path));
  const file = bundle.files.find(({ path }) => path === what?.path);
  if (what === undefined || file === undefined) {
    throw new Rejected(`the bundle ${bundle.folder} has neither Dockerrun.aws.json nor docker-compose.yml`);
  }
  const { content, changed } = what.rewrite(file.content, {
    image,
    isOurs: (container) =>
      named?.includes(container.name) ?? parseImage(container.image).repository === repository,
  });
  const missing = named?.find((name) => !changed.some((one) => one.name === name));
  if (missing !== undefined) {
    throw new Rejected(
      `${what.path} of the bundle ${bundle.folder} has no ${missing}, which target.beanstalk.containers names`,
    );
  }
  const [first] = changed;
  if (first === undefined) {
    throw new Rejected(
      `nothing in ${what.path} of the bundle ${bundle.folder} has an image of the repository ${repository}: name those that get it under target.beanstalk.containers`,
    );
  }
  return {
    files: bundle.files.map((one) => (one === file ? { ...one, content } : one)),
    base: bundle.folder,
    containers: changed.map(({ name }) => name),
    ...(first.before === '' ? {} : { before: first.before }),
  };
}
