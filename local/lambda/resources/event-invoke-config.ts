import { z } from 'zod';
import type { Properties, Resource, ResourceProvider } from '../../cloudformation/provider.ts';
import type { Context } from '../context.ts';
import { setInvokeConfig } from '../functions/invoke-config.ts';

const Destination = z.strictObject({ Destination: z.string() }).optional();

const Shape = z.strictObject({
  FunctionName: z.string(),
  Qualifier: z.string(),
  MaximumRetryAttempts: z.coerce.number().min(0).max(2).optional(),
  MaximumEventAgeInSeconds: z.coerce.number().min(60).max(21_600).optional(),
  DestinationConfig: z.strictObject({ OnFailure: Destination, OnSuccess: Destination }).optional(),
});

export function eventInvokeConfigResource(context: Context): ResourceProvider {
  const { registry } = context;
  const put = (properties: Properties): Resource => {
    const { FunctionName, Qualifier, ...config } = Shape.parse(properties);
    const { fn, qualifier = '$LATEST' } = registry.resolve(FunctionName, Qualifier);
    setInvokeConfig(context, fn, qualifier, config);
    return { id: `${fn.name}|${qualifier}`, attributes: {} };
  };
  return {
    replaceOn: ['FunctionName', 'Qualifier'],
    create: ({ properties }) => put(properties),
    update: ({ properties }) => put(properties),
    delete({ properties }) {
      const { FunctionName, Qualifier } = Shape.parse(properties);
      registry.find(FunctionName)?.invokeConfigs.delete(Qualifier);
    },
  };
}
