import { GetParameterCommand, type SSMClient } from '@aws-sdk/client-ssm';
import { errorName } from './errors.ts';

/** How long a secret that was read is used before it is read again: what a rotation takes to be seen. */
const KEPT_MS = 5 * 60_000;

/**
 * Reads secrets from SSM Parameter Store (SecureString), and keeps them for five minutes.
 * A parameter may hold several values, one a line: all are accepted, which is how a secret is rotated.
 * A parameter that does not exist has none.
 */
export function createSecrets(
  ssm: SSMClient,
  now: () => number,
): (parameter: string) => Promise<readonly string[]> {
  const kept = new Map<string, { readonly values: readonly string[]; readonly until: number }>();
  return async (parameter) => {
    const known = kept.get(parameter);
    if (known !== undefined && known.until > now()) return known.values;
    const values = await read(ssm, parameter);
    kept.set(parameter, { values, until: now() + KEPT_MS });
    return values;
  };
}

async function read(ssm: SSMClient, name: string): Promise<readonly string[]> {
  try {
    const { Parameter } = await ssm.send(new GetParameterCommand({ Name: name, WithDecryption: true }));
    return (Parameter?.Value ?? '')
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== '');
  } catch (error) {
    if (errorName(error) === 'ParameterNotFound') return [];
    throw error;
  }
}
