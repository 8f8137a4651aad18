import type { PutParameterRequest, PutParameterResult } from '@aws-sdk/client-ssm';
import { AwsError, type Operation } from '../../gateway/service.ts';
import type { Context } from '../context.ts';
import { withTags } from '../tagging.ts';

export const putParameter =
  ({ parameters }: Context): Operation<PutParameterRequest, PutParameterResult> =>
  (input, { caller }) => {
    const { Name = '', Value = '', Overwrite = false } = input;
    if (input.Policies !== undefined || (input.DataType ?? 'text') !== 'text')
      throw new AwsError('ValidationException', 'the local cloud has no parameter policies, and only text');
    // The API reference, PutParameter: tags are of a new parameter, later ones come by AddTagsToResource.
    if (Overwrite && input.Tags !== undefined)
      throw new AwsError(
        'ValidationException',
        "Invalid request: tags and overwrite can't be used together. To create a parameter with tags, please remove overwrite flag. To update tags for an existing parameter, please use AddTagsToResource or RemoveTagsFromResource.",
      );
    const tags = withTags(new Map(), input.Tags ?? []);
    const before = parameters.find(Name);
    const type = input.Type ?? before?.type;
    if (type === undefined)
      throw new AwsError('ValidationException', 'A parameter type is required when you create a parameter.');
    const { version, tier } = parameters.put(
      {
        name: Name,
        value: Value,
        type,
        tier: input.Tier === 'Advanced' ? 'Advanced' : (before?.tier ?? 'Standard'),
        modifiedBy: caller.arn,
        description: input.Description ?? before?.description,
        keyId: input.KeyId ?? before?.keyId,
        allowedPattern: input.AllowedPattern ?? before?.allowedPattern,
      },
      Overwrite,
    );
    if (input.Tags !== undefined) parameters.setTags(Name, tags);
    return { Version: version, Tier: tier };
  };
