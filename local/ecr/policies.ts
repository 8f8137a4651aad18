import { AwsError } from '../gateway/service.ts';

/** @throws AwsError InvalidParameterException when the text is no JSON object with that member */
export function checkPolicy(parameter: string, text: string, member: string): void {
  let policy: unknown;
  try {
    policy = JSON.parse(text);
  } catch {
    policy = undefined;
  }
  if (typeof policy !== 'object' || policy === null || !(member in policy))
    throw new AwsError(
      'InvalidParameterException',
      `Invalid parameter at '${parameter}' failed to satisfy constraint: 'Invalid policy: a JSON object with ${member} is needed'`,
    );
}
