import type { Context } from '../context.ts';
import type { Environment } from '../environments/environment.ts';
import type { Named } from '../environments/environments.ts';
import { badRequest } from '../refuse.ts';

/** An environment with enhanced health. @throws AwsError InvalidRequestException where it has basic health, or is none */
export function enhanced({ environments }: Context, named: Named, operation: string): Environment {
  const { EnvironmentName: name, EnvironmentId: id } = named;
  if (name === undefined && id === undefined)
    throw badRequest('Either environment name or environment ID must be specified.');
  const found = environments.living.find(
    (environment) =>
      (id === undefined || environment.id === id) && (name === undefined || environment.name === name),
  );
  if (!found)
    throw badRequest(
      `No Environment found for ${id === undefined ? `EnvironmentName = '${name}'` : `EnvironmentId = '${id}'`}.`,
    );
  if (!found.isEnhanced) throw badRequest(`${operation} is not supported.`);
  return found;
}
