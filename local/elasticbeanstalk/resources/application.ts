import { z } from 'zod';
import type { ResourceProvider } from '../../cloudformation/provider.ts';
import type { Context } from '../context.ts';
import { createApplication } from '../operations/create-application.ts';
import { deleteApplication } from '../operations/delete-application.ts';
import { updateApplication } from '../operations/update-application.ts';
import { stackCall } from './shapes.ts';

const flag = z.coerce.boolean();
const rule = { Enabled: flag.optional(), DeleteSourceFromS3: flag.optional() };
const number = z.coerce.number();

const Shape = z.strictObject({
  ApplicationName: z.string().optional(),
  Description: z.string().optional(),
  ResourceLifecycleConfig: z
    .strictObject({
      ServiceRole: z.string().optional(),
      VersionLifecycleConfig: z
        .strictObject({
          MaxCountRule: z.strictObject({ ...rule, MaxCount: number.optional() }).optional(),
          MaxAgeRule: z.strictObject({ ...rule, MaxAgeInDays: number.optional() }).optional(),
        })
        .optional(),
    })
    .optional(),
});

/** `AWS::ElasticBeanstalk::Application`. `Ref` is its name. */
export function applicationResource(context: Context): ResourceProvider {
  return {
    replaceOn: ['ApplicationName'],
    async create({ properties, generatedName }) {
      const {
        ApplicationName = generatedName,
        Description,
        ResourceLifecycleConfig,
      } = Shape.parse(properties);
      await createApplication(context)({ ApplicationName, Description }, stackCall('CreateApplication'));
      context.applications.get(ApplicationName).lifecycle = lifecycleOf(ResourceLifecycleConfig);
      return { id: ApplicationName, attributes: {} };
    },
    async update({ resource, properties }) {
      const { Description, ResourceLifecycleConfig } = Shape.parse(properties);
      await updateApplication(context)(
        { ApplicationName: resource.id, Description: Description ?? '' },
        stackCall('UpdateApplication'),
      );
      context.applications.get(resource.id).lifecycle = lifecycleOf(ResourceLifecycleConfig);
      return resource;
    },
    async delete({ resource }) {
      await deleteApplication(context)({ ApplicationName: resource.id }, stackCall('DeleteApplication'));
    },
  };
}

/** A rule that is there is on, unless it says otherwise. */
function lifecycleOf(given: z.output<typeof Shape>['ResourceLifecycleConfig']) {
  if (!given) return undefined;
  const { MaxCountRule: count, MaxAgeRule: age } = given.VersionLifecycleConfig ?? {};
  return {
    ServiceRole: given.ServiceRole,
    VersionLifecycleConfig: {
      ...(count ? { MaxCountRule: { ...count, Enabled: count.Enabled ?? true } } : {}),
      ...(age ? { MaxAgeRule: { ...age, Enabled: age.Enabled ?? true } } : {}),
    },
  };
}
