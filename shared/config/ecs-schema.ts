import * as z from 'zod';
import { deployerRole, ecsName, externalId, regionName } from './names.ts';
import { task } from './task.ts';

export const ecs = z
  .strictObject({
    /** Name of the ECS cluster. */
    cluster: ecsName,
    /** Name of the ECS service in it. Either this or `services`. */
    service: ecsName.optional(),
    /** Names of several ECS services in it, which all get the release, each by a deployment of its own. */
    services: z.array(ecsName).nonempty('must name at least one service').optional(),
    /** `parallel`: all services at once; `in-order`: each after the one before it was verified. Default `parallel`. */
    order: z.enum(['parallel', 'in-order'], { error: 'must be "parallel" or "in-order"' }).optional(),
    /** Containers that get the image. Default: those whose image is from the pipeline's repository. */
    containers: z.array(ecsName).nonempty('must name at least one container, or be left out').optional(),
    /** AWS region of the cluster. Default: the region that Slipway runs in. */
    region: regionName.optional(),
    /** ARN of the role under which the service is rolled, `arn:aws:iam::ACCOUNT:role/slipway-deployer…`. Default: Slipway's own. */
    role: deployerRole.optional(),
    /** The external id that the role's trust asks for. Default: none. */
    externalId: externalId.optional(),
    /** How the task definition differs from its base, and what that is. Default: nothing but the image. */
    task: task.optional(),
  })
  .check(fitTogether);

/** Exactly one of `service` and `services`, no name twice, and nothing that needs another key without it. */
function fitTogether({ value, issues }: z.core.ParsePayload<EcsSettings>): void {
  const { service, services, order, role, externalId } = value;
  const problem = (path: PropertyKey[], message: string) =>
    issues.push({ code: 'custom', path, message, input: value });
  if (service === undefined && services === undefined) problem(['service'], 'is missing (or "services")');
  if (service !== undefined && services !== undefined) {
    problem(['services'], 'cannot be given beside "service": name all of them here and leave "service" out');
  }
  for (const [index, name] of (services ?? []).entries()) {
    if (services?.indexOf(name) !== index) problem(['services', index], `"${name}" is named twice`);
  }
  if (externalId !== undefined && role === undefined)
    problem(['externalId'], 'needs "role" to be taken with it');
  if (order !== undefined && services === undefined) problem(['order'], 'needs "services" to be ordered');
}

interface EcsSettings {
  readonly service?: string | undefined;
  readonly services?: readonly string[] | undefined;
  readonly order?: string | undefined;
  readonly role?: string | undefined;
  readonly externalId?: string | undefined;
}
