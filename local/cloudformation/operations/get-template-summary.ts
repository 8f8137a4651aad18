import type { GetTemplateSummaryInput, GetTemplateSummaryOutput } from '@aws-sdk/client-cloudformation';
import { AwsError, type Operation } from '../../gateway/service.ts';
import type { Context } from '../context.ts';
import { neededCapability } from '../template/capabilities.ts';
import { templateText } from '../template/fetch.ts';
import { parseTemplate } from '../template/parse.ts';

/** What `aws cloudformation deploy` asks to know which parameters keep their value. */
export const getTemplateSummary =
  (context: Context): Operation<GetTemplateSummaryInput, GetTemplateSummaryOutput> =>
  (input) => {
    const body =
      input.StackName === undefined
        ? templateText(input, context)
        : context.stacks.get(input.StackName).desired.body;
    if (body === undefined)
      throw new AwsError(
        'ValidationError',
        'Either StackName, TemplateBody or TemplateURL must be specified.',
      );
    const template = parseTemplate(body);
    const needed = neededCapability(template);
    return {
      Description: template.Description,
      Version: template.AWSTemplateFormatVersion,
      Parameters: Object.entries(template.Parameters).map(([ParameterKey, parameter]) => ({
        ParameterKey,
        ParameterType: parameter.Type,
        DefaultValue: parameter.Default,
        NoEcho: parameter.NoEcho ?? false,
        Description: parameter.Description,
        ParameterConstraints: { AllowedValues: parameter.AllowedValues ?? [] },
      })),
      ResourceTypes: [...new Set(Object.values(template.Resources).map(({ Type }) => Type))],
      DeclaredTransforms: template.Transform,
      ...(needed
        ? {
            Capabilities: [needed.capability],
            CapabilitiesReason: `The following resource(s) require capabilities: [${needed.types.join(', ')}]`,
          }
        : {}),
    };
  };
