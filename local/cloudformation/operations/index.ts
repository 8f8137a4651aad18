import type { AnyOperation } from '../../gateway/service.ts';
import type { Context } from '../context.ts';
import { createChangeSet } from './create-change-set.ts';
import { createStack } from './create-stack.ts';
import { deleteChangeSet } from './delete-change-set.ts';
import { deleteStack } from './delete-stack.ts';
import { describeChangeSet } from './describe-change-set.ts';
import { describeStackEvents } from './describe-stack-events.ts';
import { describeStackResource } from './describe-stack-resource.ts';
import { describeStackResources } from './describe-stack-resources.ts';
import { describeStacks } from './describe-stacks.ts';
import { executeChangeSet } from './execute-change-set.ts';
import { getTemplate } from './get-template.ts';
import { getTemplateSummary } from './get-template-summary.ts';
import { listExports } from './list-exports.ts';
import { listStackResources } from './list-stack-resources.ts';
import { listStacks } from './list-stacks.ts';
import { updateStack } from './update-stack.ts';
import { validateTemplate } from './validate-template.ts';

/** What the service answers, by AWS's names. */
export const operationsOf = (context: Context): Readonly<Record<string, AnyOperation>> => ({
  CreateChangeSet: createChangeSet(context),
  CreateStack: createStack(context),
  DeleteChangeSet: deleteChangeSet(context),
  DeleteStack: deleteStack(context),
  DescribeChangeSet: describeChangeSet(context),
  DescribeStackEvents: describeStackEvents(context),
  DescribeStackResource: describeStackResource(context),
  DescribeStackResources: describeStackResources(context),
  DescribeStacks: describeStacks(context),
  ExecuteChangeSet: executeChangeSet(context),
  GetTemplateSummary: getTemplateSummary(context),
  GetTemplate: getTemplate(context),
  ListExports: listExports(context),
  ListStackResources: listStackResources(context),
  ListStacks: listStacks(context),
  UpdateStack: updateStack(context),
  ValidateTemplate: validateTemplate(context),
});
