import type { AssumeRoleRequest, AssumeRoleResponse } from '@aws-sdk/client-sts';
import { AwsError, type Operation } from '../../gateway/service.ts';
import type { Sessions } from '../../iam/index.ts';

/** How long a session lasts that does not ask for a time: an hour (API reference, AssumeRole). */
const DEFAULT_SECONDS = 3600;

// What would narrow the session, or tell policies more of it: that is not judged here, so it is not taken.
const NOT_HERE = [
  'Policy',
  'PolicyArns',
  'ProvidedContexts',
  'SerialNumber',
  'SourceIdentity',
  'Tags',
  'TokenCode',
  'TransitiveTagKeys',
] as const;

export const assumeRole =
  (sessions: Sessions): Operation<AssumeRoleRequest, AssumeRoleResponse> =>
  (input, { caller }) => {
    const refused = NOT_HERE.find((member) => input[member] !== undefined);
    if (refused) throw new AwsError('ValidationError', `the local cloud's STS has no ${refused}`);
    const { RoleArn = '', RoleSessionName = '', DurationSeconds = DEFAULT_SECONDS, ExternalId } = input;
    const credentials = sessions.assume(
      RoleArn,
      RoleSessionName,
      { caller },
      { seconds: DurationSeconds, context: ExternalId === undefined ? {} : { 'sts:ExternalId': ExternalId } },
    );
    const session = sessions.callerOf(credentials.accessKeyId);
    return {
      Credentials: {
        AccessKeyId: credentials.accessKeyId,
        SecretAccessKey: credentials.secretAccessKey,
        SessionToken: credentials.sessionToken,
        Expiration: credentials.expiration,
      },
      AssumedRoleUser: { AssumedRoleId: sessions.userIdOf(session), Arn: session.arn },
    };
  };
