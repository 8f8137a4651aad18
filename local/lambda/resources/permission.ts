import { z } from 'zod';
import type { ResourceProvider } from '../../cloudformation/provider.ts';
import type { Context } from '../context.ts';
import { addPermission } from '../functions/permissions.ts';

const Shape = z.strictObject({
  FunctionName: z.string(),
  Action: z.string(),
  Principal: z.string(),
  SourceArn: z.string().optional(),
  SourceAccount: z.string().optional(),
});

export function permissionResource({ registry }: Context): ResourceProvider {
  return {
    // Every property of a permission needs a new one.
    replaceOn: ['FunctionName', 'Action', 'Principal', 'SourceArn', 'SourceAccount'],
    create({ properties, generatedName }) {
      const { FunctionName, Action, Principal, SourceArn, SourceAccount } = Shape.parse(properties);
      const { fn, qualifier } = registry.resolve(FunctionName);
      const id = generatedName.slice(-100);
      addPermission(fn, {
        id,
        action: Action,
        principal: Principal,
        ...(SourceArn === undefined ? {} : { sourceArn: SourceArn }),
        ...(SourceAccount === undefined ? {} : { sourceAccount: SourceAccount }),
        ...(qualifier === undefined ? {} : { qualifier }),
      });
      return { id, attributes: { Id: id } };
    },
    update: ({ resource }) => resource,
    delete({ resource, properties }) {
      registry.find(Shape.parse(properties).FunctionName)?.permissions.delete(resource.id);
    },
  };
}
