import type * as ssm from '@aws-sdk/client-ssm';
import type { Parameter } from './parameters.ts';

/** A parameter with its value, as GetParameter has it: a secure string stays unreadable unless it is to be decrypted. */
export function describeValue(parameter: Parameter, decrypted: boolean | undefined): ssm.Parameter {
  const { name, arn, value, type, version, modified } = parameter;
  return {
    Name: name,
    ARN: arn,
    Type: type,
    Version: version,
    LastModifiedDate: modified,
    DataType: 'text',
    Value: type === 'SecureString' && !decrypted ? ciphertextOf(parameter) : value,
  };
}

/** What is told of a parameter without its value. */
export function describeMetadata({ name, arn, type, tier, version, modified, ...more }: Parameter) {
  return {
    Name: name,
    ARN: arn,
    Type: type,
    Tier: tier,
    Version: version,
    LastModifiedDate: modified,
    DataType: 'text',
    Policies: [],
    ...(more.modifiedBy === undefined ? {} : { LastModifiedUser: more.modifiedBy }),
    ...(more.description === undefined ? {} : { Description: more.description }),
    ...(more.allowedPattern === undefined ? {} : { AllowedPattern: more.allowedPattern }),
    ...(type === 'SecureString' ? { KeyId: more.keyId ?? 'alias/aws/ssm' } : {}),
  };
}

/** Stands for a ciphertext: there is no KMS here, and nothing of the value may be in it. */
function ciphertextOf({ arn, version }: Parameter): string {
  return Buffer.from(`encrypted by the local cloud: ${arn}:${version}`).toString('base64');
}
