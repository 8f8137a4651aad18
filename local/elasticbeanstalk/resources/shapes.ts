import { z } from 'zod';
import { stackCallOf } from '../../cloudformation/stack-call.ts';

export const stackCall = stackCallOf('elastic-beanstalk');

/** A template may give values as numbers and booleans, which are text in the API. */
const value = z.union([z.string(), z.number(), z.boolean()]).transform(String);

export const optionSettings = z
  .array(
    z.strictObject({
      Namespace: z.string(),
      OptionName: z.string(),
      ResourceName: z.string().optional(),
      Value: value.optional(),
    }),
  )
  .default([]);

export const tags = z.array(z.strictObject({ Key: z.string(), Value: z.string() })).default([]);
