import { z } from 'zod';
import type {
  Properties,
  Resource,
  ResourceProvider,
  ResourceProviders,
} from '../cloudformation/provider.ts';
import { check } from './check.ts';
import type { Context } from './context.ts';
import { type Asked, DEFAULT_GROUP } from './schedules.ts';
import { start } from './start.ts';

/** Members that the local cloud lacks are refused: by this shape, or by the same check as the API's. */
const Shape = z.strictObject({
  Name: z.string().optional(),
  GroupName: z.string().optional(),
  Description: z.string().optional(),
  ScheduleExpression: z.string(),
  ScheduleExpressionTimezone: z.string().optional(),
  StartDate: z.coerce.date().optional(),
  EndDate: z.coerce.date().optional(),
  State: z.enum(['ENABLED', 'DISABLED']).optional(),
  FlexibleTimeWindow: z.strictObject({
    Mode: z.enum(['OFF', 'FLEXIBLE']),
    MaximumWindowInMinutes: z.coerce.number().optional(),
  }),
  Target: z.looseObject({
    Arn: z.string(),
    RoleArn: z.string().regex(/^arn:aws[a-z-]*:iam::\d{12}:role\/./, 'RoleArn must be a role’s ARN'),
    Input: z.string().optional(),
    RetryPolicy: z
      .strictObject({
        MaximumRetryAttempts: z.coerce.number().optional(),
        MaximumEventAgeInSeconds: z.coerce.number().optional(),
      })
      .optional(),
    DeadLetterConfig: z.strictObject({ Arn: z.string().optional() }).optional(),
  }),
});

export const schedulerResources = (context: Context): ResourceProviders => ({
  'AWS::Scheduler::Schedule': scheduleResource(context),
});

function scheduleResource(context: Context): ResourceProvider {
  const { schedules, clock } = context;
  const put = (name: string, properties: Properties, createdAt: Date): Resource => {
    const asked: Asked = { ...Shape.parse(properties), Name: name };
    const expression = check(asked, context);
    schedules.delete(name);
    const { arn } = start(context, asked, expression, { clientToken: undefined, createdAt });
    return { id: name, attributes: { Arn: arn } };
  };
  return {
    replaceOn: ['Name', 'GroupName'],
    create({ properties, generatedName }) {
      const { Name = generatedName.slice(-64) } = Shape.parse(properties);
      if (schedules.all.has(Name)) throw new Error(`Schedule ${Name} already exists.`);
      return put(Name, properties, clock.date());
    },
    update({ resource, properties }) {
      return put(resource.id, properties, schedules.get(resource.id, DEFAULT_GROUP).createdAt);
    },
    delete({ resource }) {
      schedules.delete(resource.id);
    },
  };
}
