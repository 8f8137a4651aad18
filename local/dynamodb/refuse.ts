import { AwsError } from '../gateway/service.ts';

/** @throws AwsError ValidationException for members that would change what happens and that are not there */
export function refuse(input: object, members: readonly string[]): void {
  const given = new Map<string, unknown>(Object.entries(input));
  const name = members.find((member) => given.get(member) !== undefined);
  if (name !== undefined)
    throw new AwsError('ValidationException', `the local cloud's DynamoDB has no ${name}`);
}

/** Of CreateTable and UpdateTable: replicas, streams, reserved throughput, vector search. */
export const NOT_HERE = [
  'DisassociationProtectionEnabled',
  'GlobalTableSettingsReplicationMode',
  'GlobalTableSourceArn',
  'GlobalTableWitnessUpdates',
  'MultiRegionConsistency',
  'OnDemandThroughput',
  'ReplicaUpdates',
  'ResourcePolicy',
  'StreamSpecification',
  'VectorIndexUpdates',
  'VectorIndexes',
  'WarmThroughput',
];
