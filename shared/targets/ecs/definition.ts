import { DescribeTaskDefinitionCommand, type TaskDefinition } from '@aws-sdk/client-ecs';
import type { EcsService } from './target.ts';

/** A revision as the SDK knows it: for reading only. What is registered again goes through raw JSON. */
export async function describeDefinition({ ecs }: EcsService, revision: string): Promise<TaskDefinition> {
  const { taskDefinition } = await ecs.send(new DescribeTaskDefinitionCommand({ taskDefinition: revision }));
  if (taskDefinition === undefined) throw new Error(`ECS described nothing for ${revision}`);
  return taskDefinition;
}
