// What stands in for the AWS CLI on machines without it: the one command that a build cannot do without.
import { ECRClient, GetAuthorizationTokenCommand } from '@aws-sdk/client-ecr';

const words = process.argv.slice(2);

/** @throws Error for anything but `ecr get-login-password [--region REGION]` */
function regionIn(given: readonly string[]): string {
  const [service, command, ...options] = given;
  const [option, region, ...others] = options.flatMap((each) => each.split('=', 2));
  const understood =
    service === 'ecr' &&
    command === 'get-login-password' &&
    (option === undefined || (option === '--region' && region !== undefined)) &&
    others.length === 0;
  if (!understood)
    throw new Error(
      `aws ${given.join(' ')}: no AWS CLI is installed; in its place the local cloud has "aws ecr get-login-password [--region REGION]" only. Install the AWS CLI to use the rest`,
    );
  return region ?? process.env.AWS_REGION ?? process.env.AWS_DEFAULT_REGION ?? 'us-east-1';
}

try {
  // The endpoint and the keys come from the environment, as for any client.
  const client = new ECRClient({ region: regionIn(words) });
  const { authorizationData } = await client.send(new GetAuthorizationTokenCommand({}));
  const token = Buffer.from(authorizationData?.[0]?.authorizationToken ?? '', 'base64').toString();
  process.stdout.write(`${token.slice(token.indexOf(':') + 1)}\n`);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 255;
}
