import { randomInt } from 'node:crypto';

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';
/** Letters at the end of a name that CloudFormation makes. */
const RANDOM_LENGTH = 12;

/** `STACK-LOGICALID-RANDOM`, as CloudFormation names what the template does not. */
export function generatedName(stackName: string, logicalId: string): string {
  const random = Array.from({ length: RANDOM_LENGTH }, () => LETTERS[randomInt(LETTERS.length)]).join('');
  return `${stackName}-${logicalId}-${random}`;
}
