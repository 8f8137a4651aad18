import { AwsError } from '../gateway/service.ts';

/** What this service says of nearly everything that is wrong with a request. */
export const invalid = (message: string) => new AwsError('InvalidParameterValue', message);

export const badCombination = (message: string) => new AwsError('InvalidParameterCombination', message);

export const missing = (message: string) => new AwsError('MissingParameter', message);

/** What the enhanced health API says. */
export const badRequest = (message: string) => new AwsError('InvalidRequestException', message);

/** What AWS takes and would act on, and the local cloud does not: refused, not dropped. */
export function refuseMembers(input: object, members: Readonly<Record<string, string>>): void {
  const given = new Map(Object.entries(input));
  for (const [member, why] of Object.entries(members))
    if (given.get(member) !== undefined) throw invalid(`the local cloud does not support ${member}: ${why}`);
}
