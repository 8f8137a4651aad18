import type { Resource, ResourceProviders } from '../cloudformation/provider.ts';
import type { Account } from '../parts.ts';
import type { Buckets } from './buckets.ts';

/** Bucket names have at most 63 characters, all lower case. */
const MAX_NAME = 63;

export function s3Resources(buckets: Buckets, account: Account): ResourceProviders {
  const described = (name: string): Resource => ({
    id: name,
    attributes: {
      Arn: `arn:aws:s3:::${name}`,
      DomainName: `${name}.s3.amazonaws.com`,
      RegionalDomainName: `${name}.s3.${account.region}.amazonaws.com`,
    },
  });
  return {
    'AWS::S3::Bucket': {
      replaceOn: ['BucketName'],
      create: ({ properties, generatedName }) => {
        const { BucketName } = properties;
        return described(
          buckets.create(
            typeof BucketName === 'string' ? BucketName : generatedName.toLowerCase().slice(-MAX_NAME),
          ).name,
        );
      },
      // Encryption, ownership and public access settings say nothing that is kept here.
      update: ({ resource }) => resource,
      delete: ({ resource }) => buckets.delete(resource.id),
    },
    // One account only: nobody is there whom a policy could let in or keep out.
    'AWS::S3::BucketPolicy': {
      replaceOn: ['Bucket'],
      create: ({ properties }) => ({ id: buckets.bucket(String(properties.Bucket)).name, attributes: {} }),
      update: ({ resource }) => resource,
      delete: () => undefined,
    },
  };
}
