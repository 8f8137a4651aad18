import type {
  DeleteParameterRequest,
  GetParameterRequest,
  GetParametersByPathRequest,
  GetParametersRequest,
  PutParameterRequest,
} from '@aws-sdk/client-ssm';
import type { Clock } from '../clock.ts';
import { AwsError } from '../gateway/service.ts';
import type { Account, ParameterStore, Part } from '../parts.ts';
import { type Parameter, Parameters } from './parameters.ts';
import { ssmResources } from './resources.ts';

/** SSM Parameter Store. Secure strings are kept in memory, and given out encrypted unless decryption is asked for. */
export function createSsm({
  account,
  clock,
}: {
  account: Account;
  clock: Clock;
}): Part & { parameters: ParameterStore } {
  const store = new Parameters(account, clock);
  return {
    parameters: store,
    resources: ssmResources(store),
    service: {
      client: 'ssm',
      operations: {
        PutParameter: ({
          Name = '',
          Value = '',
          Type,
          Overwrite = false,
          Description,
        }: PutParameterRequest) => {
          const type = Type ?? store.find(Name)?.type;
          if (type === undefined)
            throw new AwsError(
              'ValidationException',
              'A parameter type is required when you create a parameter.',
            );
          const { version } = store.put(
            { name: Name, value: Value, type, ...(Description ? { description: Description } : {}) },
            Overwrite,
          );
          return { Version: version, Tier: 'Standard' };
        },
        GetParameter: ({ Name = '', WithDecryption }: GetParameterRequest) => ({
          Parameter: shown(store.get(Name), WithDecryption),
        }),
        GetParameters: ({ Names = [], WithDecryption }: GetParametersRequest) => ({
          Parameters: Names.map((name) => store.find(name))
            .filter((one) => one !== undefined)
            .map((one) => shown(one, WithDecryption)),
          InvalidParameters: Names.filter((name) => store.find(name) === undefined),
        }),
        GetParametersByPath: ({
          Path = '/',
          Recursive = false,
          WithDecryption,
        }: GetParametersByPathRequest) => ({
          Parameters: store.under(Path, Recursive).map((one) => shown(one, WithDecryption)),
        }),
        DeleteParameter: ({ Name = '' }: DeleteParameterRequest) => {
          store.delete(Name);
          return {};
        },
        DescribeParameters: () => ({
          Parameters: store.all().map(({ name, type, version, modified, description }) => ({
            Name: name,
            Type: type,
            Version: version,
            LastModifiedDate: modified,
            ...(description ? { Description: description } : {}),
          })),
        }),
      },
    },
  };
}

function shown({ name, arn, value, type, version, modified }: Parameter, decrypted: boolean | undefined) {
  return {
    Name: name,
    ARN: arn,
    Type: type,
    Version: version,
    LastModifiedDate: modified,
    DataType: 'text',
    Value:
      type === 'SecureString' && !decrypted ? Buffer.from(`encrypted:${version}`).toString('base64') : value,
  };
}
