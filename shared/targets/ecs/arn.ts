/** The cluster and service of a service's ARN (long format): `arn:aws:ecs:REGION:ACCOUNT:service/CLUSTER/SERVICE`. */
export function parseServiceArn(
  arn: string,
): { region: string; cluster: string; service: string } | undefined {
  const match = /^arn:[^:]+:ecs:([^:]+):\d+:service\/([^/]+)\/([^/]+)$/.exec(arn);
  const [, region, cluster, service] = match ?? [];
  return region && cluster && service ? { region, cluster, service } : undefined;
}

/** How the ledger calls an ECS service. */
export function ecsTargetKey(region: string, cluster: string, service: string): string {
  return `ecs:${region}:${cluster}/${service}`;
}
