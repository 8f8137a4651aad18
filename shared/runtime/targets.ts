import type { ClientSettings } from '../aws/check-clients.ts';
import { createDeployClients } from '../aws/clients.ts';
import type { EcsTarget, Release, TargetSettings } from '../deployment/model.ts';
import type { Target } from '../deployment/ports.ts';
import { createBeanstalkTarget } from '../targets/beanstalk/index.ts';
import { createEcsTarget, type EcsTargetOptions, placeOf, type ThoroughCheck } from '../targets/ecs/index.ts';
import { regionAndAccount, scopeOf } from '../targets/home.ts';
import { home, once } from './environment.ts';
import { ledger, now, targetKey } from './services.ts';

const clients = /* @__PURE__ */ once(() => createDeployClients(now));

/** The longest name of a session. @see https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html */
const MAX_SESSION_NAME = 64;

/**
 * What a release is rolled onto.
 * @param thorough for a check that a person asked for, with clients that are made so
 */
export function targetOf(
  settings: TargetSettings,
  { repository }: Release,
  thorough?: (reachedBy: ClientSettings) => ThoroughCheck,
): Target {
  if (settings.kind === 'beanstalk') {
    const { region, account } = regionAndAccount(settings, home());
    const { forBeanstalk, checking } = clients()(region, roleOf(settings, repository));
    const memory = ledger().settings(targetKey(settings));
    return createBeanstalkTarget({
      ...forBeanstalk(),
      checking,
      settings,
      region,
      account,
      repository,
      memory,
    });
  }
  const { reachedBy, ...options } = ecsOptions(settings, repository);
  return createEcsTarget({
    ...options,
    ...(thorough === undefined ? {} : { thorough: thorough(reachedBy) }),
  });
}

/** What an ECS service is worked with. @param repository the pipeline's image repository */
export function ecsOptions(
  settings: EcsTarget,
  repository: string,
): EcsTargetOptions & { readonly reachedBy: ClientSettings } {
  const place = placeOf(settings, home());
  return {
    ...clients()(place.region, roleOf(settings, repository)),
    settings,
    region: place.region,
    repository,
    revisions: ledger().revisions(scopeOf(place, home()), now),
  };
}

/** The role to take. The session tells the pipeline, by the repository that is its own. */
function roleOf({ role: arn, externalId }: TargetSettings, repository: string) {
  if (arn === undefined) return undefined;
  const session = `slipway-${repository.replaceAll('/', '-')}`.slice(0, MAX_SESSION_NAME);
  return { arn, session, ...(externalId === undefined ? {} : { externalId }) };
}
