import { z } from 'zod';
import type { ResourceProvider } from '../../cloudformation/provider.ts';
import { stackCallOf } from '../../cloudformation/stack-call.ts';
import type { Context } from '../context.ts';
import { createApplicationVersion } from '../operations/create-application-version.ts';
import { deleteApplicationVersion } from '../operations/delete-application-version.ts';
import { updateApplicationVersion } from '../operations/update-application-version.ts';

const Shape = z.strictObject({
  ApplicationName: z.string(),
  Description: z.string().default(''),
  SourceBundle: z.strictObject({ S3Bucket: z.string(), S3Key: z.string() }),
});

const call = stackCallOf('elasticbeanstalk');

/** `AWS::ElasticBeanstalk::ApplicationVersion`. `Ref` is its label, which CloudFormation makes. */
export function applicationVersionResource(context: Context): ResourceProvider {
  return {
    replaceOn: ['ApplicationName', 'SourceBundle'],
    async create({ properties, generatedName }) {
      const input = { ...Shape.parse(properties), VersionLabel: generatedName };
      await createApplicationVersion(context)(input, call('CreateApplicationVersion'));
      return { id: generatedName, attributes: {} };
    },
    async update({ resource, properties }) {
      const { ApplicationName, Description } = Shape.parse(properties);
      const input = { ApplicationName, VersionLabel: resource.id, Description };
      await updateApplicationVersion(context)(input, call('UpdateApplicationVersion'));
      return resource;
    },
    async delete({ resource, properties }) {
      const { ApplicationName } = Shape.parse(properties);
      const input = { ApplicationName, VersionLabel: resource.id };
      await deleteApplicationVersion(context)(input, call('DeleteApplicationVersion'));
    },
  };
}
