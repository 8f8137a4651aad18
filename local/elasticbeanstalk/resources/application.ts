import { z } from 'zod';
import type { ResourceProvider } from '../../cloudformation/provider.ts';
import { stackCallOf } from '../../cloudformation/stack-call.ts';
import type { Context } from '../context.ts';
import { createApplication } from '../operations/create-application.ts';
import { deleteApplication } from '../operations/delete-application.ts';
import { updateApplication } from '../operations/update-application.ts';

// A lifecycle policy needs a service role, which is not judged here.
const Shape = z.strictObject({ ApplicationName: z.string().optional(), Description: z.string().optional() });

const call = stackCallOf('elasticbeanstalk');

/** `AWS::ElasticBeanstalk::Application`. `Ref` is its name. */
export function applicationResource(context: Context): ResourceProvider {
  return {
    replaceOn: ['ApplicationName'],
    async create({ properties, generatedName }) {
      const { ApplicationName = generatedName, ...more } = Shape.parse(properties);
      await createApplication(context)({ ApplicationName, ...described(more) }, call('CreateApplication'));
      return { id: ApplicationName, attributes: {} };
    },
    async update({ resource, properties }) {
      const { Description = '' } = Shape.parse(properties);
      const input = { ApplicationName: resource.id, Description };
      await updateApplication(context)(input, call('UpdateApplication'));
      return resource;
    },
    async delete({ resource }) {
      await deleteApplication(context)({ ApplicationName: resource.id }, call('DeleteApplication'));
    },
  };
}

const described = ({ Description }: { Description?: string | undefined }) =>
  Description === undefined ? {} : { Description };
