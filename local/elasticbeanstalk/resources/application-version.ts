import { z } from 'zod';
import type { ResourceProvider } from '../../cloudformation/provider.ts';
import type { Context } from '../context.ts';
import { createApplicationVersion } from '../operations/create-application-version.ts';
import { deleteApplicationVersion } from '../operations/delete-application-version.ts';
import { updateApplicationVersion } from '../operations/update-application-version.ts';
import { stackCall } from './shapes.ts';

/** Characters of a label. */
const LONGEST = 100;

const Shape = z.strictObject({
  ApplicationName: z.string(),
  Description: z.string().optional(),
  SourceBundle: z.strictObject({ S3Bucket: z.string(), S3Key: z.string() }),
});

/** `AWS::ElasticBeanstalk::ApplicationVersion`. `Ref` is its label. */
export function applicationVersionResource(context: Context): ResourceProvider {
  return {
    replaceOn: ['ApplicationName', 'SourceBundle'],
    async create({ properties, generatedName }) {
      const VersionLabel = generatedName.slice(-LONGEST);
      await createApplicationVersion(context)(
        { ...Shape.parse(properties), VersionLabel },
        stackCall('CreateApplicationVersion'),
      );
      return { id: VersionLabel, attributes: { Id: VersionLabel } };
    },
    async update({ resource, properties }) {
      const { ApplicationName, Description } = Shape.parse(properties);
      await updateApplicationVersion(context)(
        { ApplicationName, VersionLabel: resource.id, Description },
        stackCall('UpdateApplicationVersion'),
      );
      return resource;
    },
    async delete({ resource, properties }) {
      const { ApplicationName } = Shape.parse(properties);
      const { applications } = context;
      if (!applications.find(ApplicationName)?.versions.some(({ label }) => label === resource.id)) return;
      await deleteApplicationVersion(context)(
        { ApplicationName, VersionLabel: resource.id },
        stackCall('DeleteApplicationVersion'),
      );
    },
  };
}
