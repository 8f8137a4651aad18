import { AwsError } from '../gateway/service.ts';
import type { Account } from '../parts.ts';

/** What a caller says of a function: its name, and a version or alias where one is said. */
export interface FunctionReference {
  readonly name: string;
  readonly qualifier?: string;
}

/**
 * Reads `NAME`, `NAME:QUALIFIER`, `ACCOUNT:function:NAME` and ARNs.
 * @param qualifier as given beside it. @throws AwsError InvalidParameterValueException when the two do not agree
 */
export function referenceOf(named: string, qualifier?: string): FunctionReference {
  const [name = '', inName] = named.replace(/^.*function:/, '').split(':');
  if (qualifier !== undefined && inName !== undefined && qualifier !== inName)
    throw new AwsError(
      'InvalidParameterValueException',
      'The derived qualifier from the function name does not match the specified qualifier.',
    );
  const given = qualifier ?? inName;
  return { name, ...(given === undefined ? {} : { qualifier: given }) };
}

export const functionArn = ({ region, id }: Account, name: string, qualifier?: string): string =>
  `arn:aws:lambda:${region}:${id}:function:${name}${qualifier === undefined ? '' : `:${qualifier}`}`;
