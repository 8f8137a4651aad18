import { Rejected } from '../../deployment/errors.ts';
import { error, type Finding, warning } from '../../deployment/finding.ts';
import type { Release } from '../../deployment/model.ts';
import { readPlatforms, registryOf } from '../ecs/check/platforms.ts';
import { describe } from './describe.ts';
import { draftVersion } from './draft.ts';
import { healthOf } from './health.ts';
import type { Environment } from './target.ts';

/** What would keep the release from running on the environment, without touching anything. */
export async function check(environment: Environment, release: Release): Promise<readonly Finding[]> {
  const found = await Promise.all(
    [
      { about: 'The source bundle', find: bundle },
      { about: 'The image', find: image },
      { about: 'The environment', find: health },
    ].map(async ({ about, find }) => {
      try {
        return await find(environment, release);
      } catch (cause) {
        const why = cause instanceof Error ? `${cause.name}: ${cause.message}` : String(cause);
        const what = `${about} could not be checked: ${why.replace(/\.$/, '')}.`;
        return [warning(what, `the ${environment.name}`, 'Allow Slipway to look at it, or look yourself.')];
      }
    }),
  );
  return found.flat();
}

function bundle(environment: Environment, release: Release): Finding[] {
  try {
    draftVersion(environment, release);
    return [];
  } catch (cause) {
    if (!(cause instanceof Rejected)) throw cause;
    const where = environment.settings.bundle?.folder ?? environment.name;
    return [
      error(
        `There is no source bundle for it: ${cause.message}.`,
        where,
        'Correct it and apply slipway.yml again.',
      ),
    ];
  }
}

async function image({ checking }: Environment, release: Release): Promise<Finding[]> {
  const platforms = await readPlatforms(checking().ecr, release);
  if (platforms !== 'missing') return [];
  const registry = registryOf(release.image);
  const place = registry ? ` of ${registry.account} in ${registry.region}` : '';
  return [
    error(
      `The repository ${release.repository}${place} has no image ${release.digest}.`,
      `image ${release.image}`,
      'Build and push it again, or choose another release.',
    ),
  ];
}

/** What is bad before is hardly made bad by the release: that is to be known. */
async function health(environment: Environment): Promise<Finding[]> {
  const found = await describe(environment);
  if ('refused' in found) return [error(found.refused, environment.name, 'Correct that first.')];
  const now = healthOf(found.live);
  if (now !== 'Severe' && now !== 'Degraded') return [];
  return [
    warning(
      `Its health is ${now} already.`,
      `environment ${found.live.EnvironmentName}`,
      'Look at its causes: aws elasticbeanstalk describe-environment-health.',
    ),
  ];
}
