import { z } from 'zod';
import type { Properties, Resource, ResourceProvider } from '../../cloudformation/provider.ts';
import { functionArn } from '../arns.ts';
import type { Context } from '../context.ts';
import { setAlias } from '../functions/change.ts';

const Shape = z.strictObject({
  FunctionName: z.string(),
  FunctionVersion: z.coerce.string(),
  Name: z.string(),
  Description: z.string().optional(),
  RoutingConfig: z
    .strictObject({
      AdditionalVersionWeights: z.array(
        z.strictObject({ FunctionVersion: z.coerce.string(), FunctionWeight: z.coerce.number() }),
      ),
    })
    .optional(),
});

export function aliasResource(context: Context): ResourceProvider {
  const { account, registry } = context;
  const put = (properties: Properties): Resource => {
    const { FunctionName, FunctionVersion, Name, Description, RoutingConfig } = Shape.parse(properties);
    const fn = registry.get(FunctionName);
    const weights = RoutingConfig?.AdditionalVersionWeights.map((one) => [
      one.FunctionVersion,
      one.FunctionWeight,
    ]);
    setAlias(context, fn, {
      name: Name,
      version: FunctionVersion,
      ...(Description === undefined ? {} : { description: Description }),
      ...(weights ? { weights: Object.fromEntries(weights) } : {}),
    });
    const arn = functionArn(account, fn.name, Name);
    return { id: arn, attributes: { AliasArn: arn } };
  };
  return {
    replaceOn: ['FunctionName', 'Name'],
    create({ properties }) {
      const { FunctionName, Name } = Shape.parse(properties);
      if (registry.get(FunctionName).aliases.has(Name))
        throw new Error(`Alias already exists: ${FunctionName}:${Name}`);
      return put(properties);
    },
    update: ({ properties }) => put(properties),
    delete({ properties }) {
      const { FunctionName, Name } = Shape.parse(properties);
      registry.find(FunctionName)?.aliases.delete(Name);
    },
  };
}
