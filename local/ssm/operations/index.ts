import type { AnyOperation } from '../../gateway/service.ts';
import type { Context } from '../context.ts';
import { addTagsToResource } from './add-tags-to-resource.ts';
import { deleteParameter } from './delete-parameter.ts';
import { deleteParameters } from './delete-parameters.ts';
import { describeParameters } from './describe-parameters.ts';
import { getParameter } from './get-parameter.ts';
import { getParameterHistory } from './get-parameter-history.ts';
import { getParameters } from './get-parameters.ts';
import { getParametersByPath } from './get-parameters-by-path.ts';
import { listTagsForResource } from './list-tags-for-resource.ts';
import { putParameter } from './put-parameter.ts';
import { removeTagsFromResource } from './remove-tags-from-resource.ts';

/** What the service answers, by AWS's names. */
export const operationsOf = (context: Context): Readonly<Record<string, AnyOperation>> => ({
  AddTagsToResource: addTagsToResource(context),
  DeleteParameter: deleteParameter(context),
  DeleteParameters: deleteParameters(context),
  DescribeParameters: describeParameters(context),
  GetParameter: getParameter(context),
  GetParameterHistory: getParameterHistory(context),
  GetParameters: getParameters(context),
  GetParametersByPath: getParametersByPath(context),
  ListTagsForResource: listTagsForResource(context),
  PutParameter: putParameter(context),
  RemoveTagsFromResource: removeTagsFromResource(context),
});
