import * as z from 'zod';

/** What every kind has: when, of all that it fits, a fault strikes. Without any of these it always does. */
export const counting = {
  /** It strikes at most so often, and lets everything pass from then on. */
  times: z.int().min(1).optional(),
  /** It lets so many pass first. */
  skip: z.int().min(0).optional(),
  /** It strikes this part of what comes by, from above 0 to 1, by dice that the seed loads. */
  share: z.number().gt(0).max(1).optional(),
  /** The same seed strikes at the same ones of a sequence. Made up where a share comes without one, and listed. */
  seed: z.int().min(0).optional(),
};

/** Whether it takes the place of the effect, or of the answer when the effect was there already. */
export const when = z.enum(['before', 'after']).default('before');
