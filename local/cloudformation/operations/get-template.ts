import type { GetTemplateInput, GetTemplateOutput } from '@aws-sdk/client-cloudformation';
import type { Operation } from '../../gateway/service.ts';
import type { Context } from '../context.ts';
import { changeSetOf } from './describe-change-set.ts';

export const getTemplate =
  ({ stacks }: Context): Operation<GetTemplateInput, GetTemplateOutput> =>
  ({ StackName, ChangeSetName }) => {
    const { body } =
      ChangeSetName === undefined
        ? stacks.get(StackName).desired
        : changeSetOf(stacks, StackName, ChangeSetName).changeSet.desired;
    return { TemplateBody: body, StagesAvailable: ['Original', 'Processed'] };
  };
