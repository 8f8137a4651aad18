import type { Subnet } from '../../../aws/network.ts';
import { error, type Finding, warning } from '../../../deployment/finding.ts';
import type { Check, Subject } from './subject.ts';

/**
 * Subnets and security groups exist, in one VPC, with addresses left. AWS lets nobody delete those that a running task
 * uses, so that a deployment to a live service can do without asking.
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/subnet-deleting.html
 */
export const network: Check = {
  about: 'The network',
  async find(subject) {
    const { found, definition, service } = subject;
    const where = `network of the ${service.name}`;
    if (definition.networkMode !== 'awsvpc') return [];
    const settings = found.networkConfiguration?.awsvpcConfiguration;
    if (settings === undefined) {
      const what = 'Tasks in network mode awsvpc need subnets, and the service names none.';
      return [error(what, where, 'Give the service an awsvpcConfiguration.')];
    }
    const asked = service.thorough?.network;
    if (asked === undefined) return [];
    const { subnets = [], securityGroups = [] } = settings;
    const [nets, groups] = await Promise.all([asked.subnets(subnets), asked.securityGroups(securityGroups)]);
    const vpcs = new Set([...nets, ...groups].map(({ vpc }) => vpc));
    return [
      ...missing('subnet', subnets, nets, where),
      ...missing('security group', securityGroups, groups, where),
      ...(vpcs.size > 1
        ? [
            error(
              `Its subnets and security groups are in several VPCs: ${[...vpcs].join(', ')}.`,
              where,
              'Name those of one VPC only.',
            ),
          ]
        : []),
      ...addressesLeft(subject, nets, where),
    ];
  },
};

function missing(
  what: string,
  named: readonly string[],
  there: readonly { readonly id: string }[],
  where: string,
): readonly Finding[] {
  return named
    .filter((id) => !there.some((one) => one.id === id))
    .map((id) => error(`The ${what} ${id} does not exist.`, where, `Name another ${what}.`));
}

/** Each task has an address of its own, and a rollout needs some for the new ones beside the old. */
function addressesLeft({ found }: Subject, subnets: readonly Subnet[], where: string): readonly Finding[] {
  const { maximumPercent = 200 } = found.deploymentConfiguration ?? {};
  const desired = found.desiredCount ?? 0;
  const needed = Math.max(0, Math.floor((maximumPercent / 100) * desired) - desired);
  const free = subnets.reduce((sum, { freeAddresses }) => sum + freeAddresses, 0);
  if (subnets.length === 0 || free >= needed) return [];
  const what = `The subnets have ${free} free addresses, and a rollout starts up to ${needed} tasks beside those that run.`;
  return [warning(what, where, 'Add a larger subnet.')];
}
