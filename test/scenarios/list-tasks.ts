import { ECSClient, type ListTasksCommandInput, paginateListTasks } from '@aws-sdk/client-ecs';

/** The ARNs of all tasks that the input asks for, however many pages they take. */
export async function listTasks(input: ListTasksCommandInput): Promise<string[]> {
  const found: string[] = [];
  for await (const { taskArns = [] } of paginateListTasks({ client: new ECSClient({}) }, input))
    found.push(...taskArns);
  return found;
}
