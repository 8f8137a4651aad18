import type { EcsTarget } from '../../deployment/model.ts';

/** The place of a service's ARN (long format): `arn:aws:ecs:REGION:ACCOUNT:service/CLUSTER/SERVICE`. */
export function parseServiceArn(
  arn: string,
): { region: string; account: string; cluster: string; service: string } | undefined {
  const match = /^arn:[^:]+:ecs:([^:]+):(\d+):service\/([^/]+)\/([^/]+)$/.exec(arn);
  const [, region, account, cluster, service] = match ?? [];
  return region && account && cluster && service ? { region, account, cluster, service } : undefined;
}

/** Where Slipway itself runs. */
export interface Home {
  readonly region: string;
  readonly account: string;
}

/** Where a service is. */
export interface EcsPlace extends Home {
  readonly cluster: string;
  readonly service: string;
}

/** Where a target is: its own region and its role's account, where it names them, else at home. */
export function placeOf({ cluster, service, region, role }: EcsTarget, home: Home): EcsPlace {
  // `arn:aws:iam::ACCOUNT:role/NAME`
  const account = role?.split(':')[4] ?? home.account;
  return { region: region ?? home.region, account, cluster, service };
}

/** How the ledger calls an ECS service: `ecs:REGION:CLUSTER/SERVICE`; in another account `ecs:REGION:ACCOUNT:…`. */
export function ecsTargetKey({ cluster, service, ...place }: EcsPlace, home: Home): string {
  return `ecs:${scopeOf(place, home)}:${cluster}/${service}`;
}

/** The region, with its account where that is not Slipway's own: `eu-west-1`, `eu-west-1:111122223333`. */
export function scopeOf({ region, account }: Home, home: Home): string {
  return account === home.account ? region : `${region}:${account}`;
}
