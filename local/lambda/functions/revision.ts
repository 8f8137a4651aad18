import { AwsError } from '../../gateway/service.ts';

/** @throws AwsError PreconditionFailedException when somebody else was faster */
export function checkRevision(asked: string | undefined, current: string): void {
  if (asked !== undefined && asked !== current)
    throw new AwsError(
      'PreconditionFailedException',
      'The Revision Id provided does not match the latest Revision Id. Call the GetFunction/GetAlias API to retrieve the latest Revision Id',
      { status: 412 },
    );
}

/** @throws AwsError InvalidParameterValueException */
export function checkCode(asked: string | undefined, current: string): void {
  if (asked !== undefined && asked !== current)
    throw new AwsError(
      'InvalidParameterValueException',
      `CodeSHA256 (${asked}) is different from current CodeSHA256 in $LATEST (${current}). Please try again with the CodeSHA256 in $LATEST.`,
    );
}
