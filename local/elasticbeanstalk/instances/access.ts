import type { Identities, ProfileStore, Refuses } from '../../parts.ts';
import type { BeanstalkDeps } from '../context.ts';
import type { Settings } from '../options/settings.ts';

/** What judges instances by their profiles. */
export interface InstanceAccess {
  readonly profiles: ProfileStore;
  readonly identities: Pick<Identities, 'actor'>;
  readonly refuses: Refuses;
}

const PULL_ACTIONS = ['ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'];

export const profileOf = (settings: Settings): string =>
  settings.get('aws:autoscaling:launchconfiguration', 'IamInstanceProfile');

/** Whether a profile is named that there is not. */
export function lacksProfile({ access }: Pick<BeanstalkDeps, 'access'>, settings: Settings): boolean {
  const name = profileOf(settings);
  return name !== '' && access !== undefined && access.profiles.roleOf(name) === undefined;
}

/**
 * Why an instance may not pull an image, as Docker words it; undefined where it may. Instances without a profile are
 * not judged: on AWS they could pull nothing of ECR.
 */
export function pullRefusal(
  { access, account }: Pick<BeanstalkDeps, 'access' | 'account'>,
  settings: Settings,
  image: string,
  repository: string,
): string | undefined {
  const name = profileOf(settings);
  if (!access || name === '') return undefined;
  const roleArn = access.profiles.roleOf(name)?.arn;
  if (roleArn === undefined) return `no basic auth credentials (the instance profile ${name} has no role)`;
  const caller = access.identities.actor(roleArn, 'i-instance', { service: 'ec2.amazonaws.com' });
  const arn = `arn:aws:ecr:${account.region}:${account.id}:repository/${repository}`;
  const login = access.refuses(caller, 'ecr:GetAuthorizationToken', '*');
  if (login !== undefined)
    return `An error occurred (AccessDeniedException) when calling the GetAuthorizationToken operation: ${login}`;
  const denied = PULL_ACTIONS.map((action) => access.refuses(caller, action, arn)).find(
    (why) => why !== undefined,
  );
  return denied === undefined ? undefined : `pull access denied for ${image}: ${denied}`;
}
