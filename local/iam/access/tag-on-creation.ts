import type { Access } from '../policy/authorize.ts';
import type { Context } from '../policy/context.ts';

/** As services have them: a list, or a map. */
type Tags = readonly unknown[] | Readonly<Record<string, unknown>> | undefined;

/**
 * Tags that are given to what is made are an action of their own, which nobody needs who gives none. Which services have
 * it so, their own pages say.
 * @param action `ecs:TagResource`
 */
export function tagging(
  action: string,
  tags: Tags,
  resources: readonly string[],
  context: Context = {},
): Access[] {
  if (Object.keys(tags ?? {}).length === 0) return [];
  return resources.map((resource) => ({ action, resource, context }));
}
