import { z } from 'zod';
import type { Properties, Resource, ResourceProviders } from '../cloudformation/provider.ts';
import { documentProperty } from '../iam/resources/document-property.ts';
import type { Context } from './context.ts';

/** Bucket names have at most 63 characters, all lower case. */
const MAX_NAME = 63;

const Bucket = z.strictObject({
  BucketName: z.string().optional(),
  // These say who may do what, or how it is kept: in one account and in one folder they change nothing that can be seen.
  AccessControl: z.literal('Private').optional(),
  BucketEncryption: z.optional(z.unknown()),
  LifecycleConfiguration: z.optional(z.unknown()),
  OwnershipControls: z.optional(z.unknown()),
  PublicAccessBlockConfiguration: z.optional(z.unknown()),
  Tags: z.optional(z.unknown()),
});

const BucketPolicy = z.strictObject({ Bucket: z.string(), PolicyDocument: documentProperty('resource') });

/** `AWS::S3::Bucket` and `AWS::S3::BucketPolicy`. `Ref` of both is the bucket's name. */
export function s3Resources({ account, buckets }: Context): ResourceProviders {
  const describe = (name: string): Resource => ({
    id: name,
    attributes: {
      Arn: `arn:aws:s3:::${name}`,
      DomainName: `${name}.s3.amazonaws.com`,
      RegionalDomainName: `${name}.s3.${account.region}.amazonaws.com`,
      DualStackDomainName: `${name}.s3.dualstack.${account.region}.amazonaws.com`,
    },
  });
  const put = (properties: Properties): Resource => {
    const { Bucket: name, PolicyDocument } = BucketPolicy.parse(properties);
    buckets.bucket(name).policy = PolicyDocument;
    return { id: name, attributes: {} };
  };
  return {
    'AWS::S3::Bucket': {
      replaceOn: ['BucketName'],
      create({ properties, generatedName }) {
        const { BucketName = nameOf(generatedName) } = Bucket.parse(properties);
        return describe(buckets.create(BucketName).name);
      },
      update({ resource, properties }) {
        Bucket.parse(properties);
        return describe(resource.id);
      },
      delete({ resource }) {
        if (buckets.find(resource.id)) buckets.delete(resource.id);
      },
    },
    'AWS::S3::BucketPolicy': {
      replaceOn: ['Bucket'],
      create: ({ properties }) => put(properties),
      update: ({ properties }) => put(properties),
      delete({ resource }) {
        delete buckets.find(resource.id)?.policy;
      },
    },
  };
}

function nameOf(generatedName: string): string {
  return generatedName.toLowerCase().slice(-MAX_NAME).replace(/^-+/, '');
}
