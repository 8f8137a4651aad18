import type { BeanstalkTarget, Bundle } from '../../deployment/beanstalk-target.ts';
import { isJsonObject, type Json } from '../../deployment/json.ts';

/**
 * `64bit Amazon Linux 2023 v4.x.y running ECS` of the branch `ECS running on 64bit Amazon Linux 2023`, and before them
 * `… running Multi-container Docker …`. Only these run a Dockerrun.aws.json of version 2.
 * @see https://docs.aws.amazon.com/elasticbeanstalk/latest/dg/create_deploy_docker_ecs.html
 */
const ECS_MANAGED = /\brunning ECS\b|\bECS running on\b|\bmulti-?container docker\b/i;
const ECS_PLATFORM = 'ECS running on 64bit Amazon Linux 2023';

/** Why a platform cannot run what the stage deploys, as the end of a sentence about the environment; undefined where it can. */
export function whyUnfit({ bundle }: Pick<BeanstalkTarget, 'bundle'>, platform: string): string | undefined {
  const named = `is of the platform ${platform || 'that nobody names'}`;
  const what = bundle && formOf(bundle);
  if (ECS_MANAGED.test(platform)) {
    if (what === 'a Dockerrun.aws.json of version 2') return undefined;
    const takes = `${named}, which takes a Dockerrun.aws.json of version 2`;
    return bundle === undefined
      ? `${takes}: name a "bundle" that has one, or use an environment of the Docker platform.`
      : `${takes}, and the bundle ${bundle.folder} has ${what}: write one of version 2 and nothing else that runs, or use an environment of the Docker platform.`;
  }
  if (!/docker/i.test(platform)) {
    return `${named}, which runs no containers: use an environment of the Docker platform, or of ${ECS_PLATFORM}.`;
  }
  return what === 'a Dockerrun.aws.json of version 2'
    ? `${named}, which takes no Dockerrun.aws.json of version 2, and the bundle ${bundle?.folder} has one: write a docker-compose.yml in its place, or use an environment of ${ECS_PLATFORM}.`
    : undefined;
}

/** What of a bundle is run. */
function formOf({ files }: Bundle): string {
  const compose = files.find(({ path }) => path === 'docker-compose.yml');
  if (compose) return 'a docker-compose.yml';
  const file = files.find(({ path }) => path === 'Dockerrun.aws.json');
  if (file === undefined) return 'no Dockerrun.aws.json';
  const content = parsed(file.content);
  const version = isJsonObject(content) ? content.AWSEBDockerrunVersion : undefined;
  return `a Dockerrun.aws.json of ${version === undefined ? 'no version' : `version ${String(version)}`}`;
}

/** What is no JSON has no version; that it is none is told where the bundle is made. */
function parsed(text: string): Json | undefined {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
