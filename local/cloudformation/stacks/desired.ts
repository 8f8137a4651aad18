import type { Parameter, Tag } from '@aws-sdk/client-cloudformation';
import { AwsError } from '../../gateway/service.ts';
import type { Context } from '../context.ts';
import { checkCapabilities } from '../template/capabilities.ts';
import { checkTemplate } from '../template/check.ts';
import { templateText } from '../template/fetch.ts';
import { parameterValues } from '../template/parameters.ts';
import { parseTemplate } from '../template/parse.ts';
import { activeResources, symbolicEvaluation } from './evaluation.ts';
import type { Desired, Stack } from './stack.ts';

/** What CreateStack, UpdateStack and CreateChangeSet have in common. */
export interface DesiredInput {
  readonly TemplateBody?: string | undefined;
  readonly TemplateURL?: string | undefined;
  readonly UsePreviousTemplate?: boolean | undefined;
  readonly Parameters?: readonly Parameter[] | undefined;
  readonly Capabilities?: readonly string[] | undefined;
  readonly Tags?: readonly Tag[] | undefined;
  readonly RoleARN?: string | undefined;
}

/**
 * The desired state, with everything checked that can be before anything is made.
 * @throws AwsError ValidationError, InsufficientCapabilitiesException
 */
export function desiredOf(
  context: Context,
  stack: { readonly id: string; readonly name: string },
  input: DesiredInput,
  previous?: Stack,
): Desired {
  const body = input.UsePreviousTemplate ? previous?.desired.body : templateText(input, context);
  if (body === undefined)
    throw new AwsError('ValidationError', 'Either Template URL or Template Body must be specified.');
  const template = parseTemplate(body);
  checkTemplate(template, context.providers());
  checkSameTypes(template.Resources, previous);
  const desired: Desired = {
    body,
    template,
    parameters: parameterValues(template, input.Parameters, previous?.desired.parameters),
    tags: input.Tags ?? previous?.desired.tags ?? [],
    capabilities: input.Capabilities ?? [],
    ...(input.RoleARN === undefined ? {} : { roleArn: input.RoleARN }),
  };
  checkCapabilities(template, input.Capabilities);
  try {
    activeResources(symbolicEvaluation(context, stack, desired));
  } catch (cause) {
    throw new AwsError('ValidationError', cause instanceof Error ? cause.message : String(cause), { cause });
  }
  return desired;
}

function checkSameTypes(resources: Desired['template']['Resources'], previous: Stack | undefined): void {
  const changed = [...(previous?.resources.values() ?? [])].filter(({ logicalId, type }) => {
    const next = resources[logicalId];
    return next !== undefined && next.Type !== type;
  });
  if (changed.length > 0)
    throw new AwsError(
      'ValidationError',
      `Update of resource type is not permitted. The new template modifies resource type of the following resources: [${changed.map(({ logicalId }) => logicalId).join(', ')}]`,
    );
}
