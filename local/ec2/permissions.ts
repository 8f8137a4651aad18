import type { IpPermission, IpRange, Ipv6Range, PrefixListId, UserIdGroupPair } from '@aws-sdk/client-ec2';
import type { Properties } from '../cloudformation/provider.ts';
import { numberOf, textOf } from './property.ts';

/** The protocols that AWS calls by name (API reference, IpPermission). */
const NAMES: Readonly<Record<string, string>> = { 1: 'icmp', 6: 'tcp', 17: 'udp', 58: 'icmpv6' };

/** Rules of a template as the API describes them: together, where protocol and ports are the same. */
export function permissionsOf(rules: readonly Properties[], accountId: string): IpPermission[] {
  const byPorts = new Map<string, Described>();
  for (const rule of rules) {
    const given = String(rule.IpProtocol);
    const IpProtocol = NAMES[given] ?? given.toLowerCase();
    // A rule for all protocols is for all ports.
    const ports =
      IpProtocol === '-1' ? {} : { FromPort: numberOf(rule.FromPort), ToPort: numberOf(rule.ToPort) };
    const key = JSON.stringify([IpProtocol, ports]);
    const permission = byPorts.get(key) ?? { IpProtocol, ...ports, ...empty() };
    byPorts.set(key, permission);
    add(rule, permission, accountId);
  }
  return [...byPorts.values()];
}

interface Described extends IpPermission {
  readonly IpRanges: IpRange[];
  readonly Ipv6Ranges: Ipv6Range[];
  readonly PrefixListIds: PrefixListId[];
  readonly UserIdGroupPairs: UserIdGroupPair[];
}

const empty = () => ({ IpRanges: [], Ipv6Ranges: [], PrefixListIds: [], UserIdGroupPairs: [] });

function add(rule: Properties, to: Described, accountId: string): void {
  const about = rule.Description === undefined ? {} : { Description: String(rule.Description) };
  const cidr = textOf(rule.CidrIp);
  const cidrOf6 = textOf(rule.CidrIpv6);
  const prefixes = textOf(rule.SourcePrefixListId ?? rule.DestinationPrefixListId);
  const group = textOf(rule.SourceSecurityGroupId ?? rule.DestinationSecurityGroupId);
  const groupName = textOf(rule.SourceSecurityGroupName);
  if (cidr !== undefined) to.IpRanges.push({ CidrIp: cidr, ...about });
  if (cidrOf6 !== undefined) to.Ipv6Ranges.push({ CidrIpv6: cidrOf6, ...about });
  if (prefixes !== undefined) to.PrefixListIds.push({ PrefixListId: prefixes, ...about });
  if (group === undefined && groupName === undefined) return;
  const pair: UserIdGroupPair = { UserId: textOf(rule.SourceSecurityGroupOwnerId) ?? accountId, ...about };
  to.UserIdGroupPairs.push({
    ...pair,
    ...(group === undefined ? { GroupName: groupName } : { GroupId: group }),
  });
}
