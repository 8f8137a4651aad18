import * as z from 'zod/mini';

const many = z.union([z.string(), z.array(z.string())]);
const trust = z.object({
  Statement: z.union([
    z.array(z.unknown()),
    // A single statement may stand without a list.
    z.pipe(
      z.record(z.string(), z.unknown()),
      z.transform((one) => [one]),
    ),
  ]),
});
const statement = z.object({
  Effect: z.string(),
  Principal: z.optional(z.union([z.string(), z.object({ Service: z.optional(many) })])),
  Action: z.optional(many),
});

const TASKS = 'ecs-tasks.amazonaws.com';
const ACTIONS = ['sts:assumerole', 'sts:*', '*'];

/**
 * Whether a trust policy lets ECS tasks take the role. Conditions are not judged: they compare with what only ECS
 * knows, as the task's ARN.
 * @param document JSON, as IAM gives it once it is decoded
 */
export function trustsTasks(document: string): boolean {
  const read = trust.safeParse(JSON.parse(document || '{}'));
  if (!read.success) return false;
  const speaking = read.data.Statement.flatMap((given) => {
    const { success, data } = statement.safeParse(given);
    return success && speaksOfTasks(data) ? [data.Effect] : [];
  });
  return speaking.includes('Allow') && !speaking.includes('Deny');
}

function speaksOfTasks({ Principal, Action }: z.infer<typeof statement>): boolean {
  const actions = [Action ?? []].flat().map((action) => action.toLowerCase());
  if (!actions.some((action) => ACTIONS.includes(action))) return false;
  if (typeof Principal === 'string') return Principal === '*';
  return [Principal?.Service ?? []].flat().includes(TASKS);
}
