import type { Context } from '../context.ts';
import { invalid } from '../refuse.ts';

/**
 * The name at which an environment answers: `PREFIX.elasticbeanstalk.localhost:PORT`, on AWS
 * `PREFIX.REGION.elasticbeanstalk.com`. It has its port here, as port 80 belongs to nobody in particular.
 * @throws AwsError InvalidParameterValue
 */
export async function cnameOf({ port }: Pick<Context, 'port'>, prefix: string): Promise<string> {
  if (!/^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/i.test(prefix))
    throw invalid(
      `Value ${prefix} at 'CNAMEPrefix' failed to satisfy constraint: Member must contain only letters, digits, and the dash character and may not start or end with a dash`,
    );
  return `${prefix.toLowerCase()}.elasticbeanstalk.localhost:${await port()}`;
}

export const isTaken = ({ environments }: Context, cname: string): boolean =>
  environments.living.some((environment) => environment.cname === cname);
