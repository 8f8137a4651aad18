import type { DeleteSecretRequest, DeleteSecretResponse } from '@aws-sdk/client-secrets-manager';
import { AwsError, type Operation } from '../../gateway/service.ts';
import type { Context } from '../context.ts';

/** Days until a deleted secret goes, where the caller names none, and those that may be named (API reference). */
const DEFAULT_DAYS = 30;
const [FEWEST_DAYS, MOST_DAYS] = [7, 30];
const DAY_MS = 24 * 3_600_000;

export const deleteSecret =
  ({ secrets, clock }: Context): Operation<DeleteSecretRequest, DeleteSecretResponse> =>
  ({ SecretId = '', RecoveryWindowInDays, ForceDeleteWithoutRecovery = false }) => {
    const secret = secrets.get(SecretId);
    const days = RecoveryWindowInDays ?? DEFAULT_DAYS;
    if (ForceDeleteWithoutRecovery && RecoveryWindowInDays !== undefined)
      throw new AwsError(
        'InvalidParameterException',
        "You can't use ForceDeleteWithoutRecovery in conjunction with RecoveryWindowInDays.",
      );
    if (days < FEWEST_DAYS || days > MOST_DAYS)
      throw new AwsError(
        'InvalidParameterException',
        'RecoveryWindowInDays value must be between 7 and 30 days (inclusive).',
      );
    secret.deleted = ForceDeleteWithoutRecovery ? clock.date() : new Date(clock.now() + days * DAY_MS);
    if (ForceDeleteWithoutRecovery) secrets.remove(secret);
    return { ARN: secret.arn, Name: secret.name, DeletionDate: secret.deleted };
  };
