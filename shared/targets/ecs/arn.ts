import type { EcsTarget } from '../../deployment/model.ts';
import { type Home, regionAndAccount, scopeOf } from '../home.ts';

/** The place of a service's ARN (long format): `arn:aws:ecs:REGION:ACCOUNT:service/CLUSTER/SERVICE`. */
export function parseServiceArn(
  arn: string,
): { region: string; account: string; cluster: string; service: string } | undefined {
  const match = /^arn:[^:]+:ecs:([^:]+):(\d+):service\/([^/]+)\/([^/]+)$/.exec(arn);
  const [, region, account, cluster, service] = match ?? [];
  return region && account && cluster && service ? { region, account, cluster, service } : undefined;
}

/** Where a service is. */
export interface EcsPlace extends Home {
  readonly cluster: string;
  readonly service: string;
}

export function placeOf(target: EcsTarget, home: Home): EcsPlace {
  return { ...regionAndAccount(target, home), cluster: target.cluster, service: target.service };
}

/** How the ledger calls an ECS service: `ecs:REGION:CLUSTER/SERVICE`; in another account `ecs:REGION:ACCOUNT:…`. */
export function ecsTargetKey({ cluster, service, ...place }: EcsPlace, home: Home): string {
  return `ecs:${scopeOf(place, home)}:${cluster}/${service}`;
}
