import { z } from 'zod';
import type { ResourceProvider } from '../../cloudformation/provider.ts';
import { functionArn, referenceOf } from '../arns.ts';
import type { Context } from '../context.ts';
import { deleteVersion } from '../functions/change.ts';
import { checkCode } from '../functions/revision.ts';

const Shape = z.strictObject({
  FunctionName: z.string(),
  CodeSha256: z.string().optional(),
  Description: z.string().optional(),
});

export function versionResource(context: Context): ResourceProvider {
  const { account, registry } = context;
  return {
    replaceOn: ['FunctionName', 'CodeSha256', 'Description'],
    create({ properties }) {
      const { FunctionName, CodeSha256, Description } = Shape.parse(properties);
      const fn = registry.get(FunctionName);
      checkCode(CodeSha256, fn.latest.code.sha256);
      const { version, isNew } = registry.publish(fn, Description);
      if (!isNew)
        throw new Error(
          `A version for this Lambda function exists ( ${version.version} ). Modify the function to create a new version.`,
        );
      const arn = functionArn(account, fn.name, version.version);
      return { id: arn, attributes: { Version: version.version, FunctionArn: arn } };
    },
    // Nothing of it can be changed.
    update: ({ resource }) => resource,
    delete({ resource }) {
      const { qualifier = '' } = referenceOf(resource.id);
      const fn = registry.find(resource.id);
      if (fn) deleteVersion(context, fn, qualifier);
    },
  };
}
