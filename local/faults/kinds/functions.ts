import * as z from 'zod';
import { counting } from './counting.ts';

const position = z.int().min(1).optional();

const crashFunction = z
  .strictObject({
    kind: z.literal('crash-function'),
    ...counting,
    /** A part of the function's name. All of its processes end, as with SIGKILL. */
    function: z.string().min(1),
    /** At its n-th call of AWS, of all its processes since the fault was added. 1 where nothing else is said. */
    atCall: position,
    /** At each n-th call of AWS. */
    every: position,
    /** Before its n-th checkpoint as a durable function. */
    beforeCheckpoint: position,
    /** When it has been given its n-th invocation. */
    atInvocation: position,
    /** Counts calls of that service only. */
    service: z.string().min(1).optional(),
    /** Counts calls of that operation only. */
    operation: z.string().min(1).optional(),
    /** Before or after the call has had its effect. */
    when: z.enum(['before', 'after']).default('before'),
  })
  .check(
    z.refine(
      ({ atCall, every, beforeCheckpoint, atInvocation }) =>
        [atCall, every, beforeCheckpoint, atInvocation].filter((one) => one !== undefined).length < 2,
      { message: 'only one of these can be given', path: ['atCall, every, beforeCheckpoint, atInvocation'] },
    ),
    z.refine(({ beforeCheckpoint, when }) => beforeCheckpoint === undefined || when === 'before', {
      message: 'a crash before a checkpoint is before it',
      path: ['when'],
    }),
  )
  .meta({
    description:
      'A function is killed, once unless times or every is given: at a call of AWS, before a checkpoint, or when invoked.',
    example: 'crash-function:run-deployment,operation=UpdateService,when=after',
    bare: 'function',
  });

export const functionKinds = [crashFunction] as const;
