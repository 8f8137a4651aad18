import type { CreateSecretRequest } from '@aws-sdk/client-secrets-manager';
import type { AccessRules, Scope } from './rules.ts';
import { tagging } from './tag-on-creation.ts';

/** Of a name the rest of the ARN is not known: as on AWS, a policy for it ends with a wildcard. */
const secret = ({ SecretId }: { readonly SecretId: string }, { arn }: Scope) => [
  arn('secretsmanager', SecretId.startsWith('arn:') ? SecretId : `secret:${SecretId}-??????`),
];

/** @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_awssecretsmanager.html */
export const secretsManagerAccess: AccessRules = {
  prefix: 'secretsmanager',
  resources: {
    CreateSecret: ({ Name }: { readonly Name: string }, scope) => secret({ SecretId: Name }, scope),
    DeleteSecret: secret,
    DescribeSecret: secret,
    GetSecretValue: secret,
  },
  more: {
    // API reference, CreateSecret: with tags it takes this one too.
    CreateSecret: ({ Name = '', Tags }: CreateSecretRequest, scope: Scope) =>
      tagging('secretsmanager:TagResource', Tags, secret({ SecretId: Name }, scope)),
  },
};
