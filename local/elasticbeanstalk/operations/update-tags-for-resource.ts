import type { UpdateTagsForResourceMessage } from '@aws-sdk/client-elastic-beanstalk';
import { AwsError, type Operation } from '../../gateway/service.ts';
import type { Context } from '../context.ts';
import { invalid } from '../refuse.ts';
import { checkNumber, checkTags, taggedBy } from '../tagging.ts';

/** Of an environment only while it is Ready: on AWS its resources are tagged too, which is an update. */
export const updateTagsForResource =
  (context: Context): Operation<UpdateTagsForResourceMessage, Record<string, never>> =>
  ({ ResourceArn = '', TagsToAdd = [], TagsToRemove = [] }, { requestId }) => {
    const holder = taggedBy(context, ResourceArn);
    checkTags(TagsToAdd);
    if (TagsToAdd.length === 0 && TagsToRemove.length === 0)
      throw invalid('At least one of TagsToAdd and TagsToRemove must be specified.');
    const environment = context.environments.living.find(({ arn }) => arn === ResourceArn);
    if (environment && environment.status !== 'Ready')
      throw new AwsError(
        'OperationInProgressException',
        `Environment named ${environment.name} is in an invalid state for this operation. Must be Ready.`,
      );
    const kept = holder.tags.filter(({ Key = '' }) => !TagsToRemove.includes(Key));
    const next = new Map([...kept, ...TagsToAdd].map((tag) => [tag.Key ?? '', tag]));
    checkNumber([...next.values()]);
    holder.tags = [...next.values()];
    environment?.tell('Environment tag update completed successfully.', 'INFO', requestId);
    return {};
  };
