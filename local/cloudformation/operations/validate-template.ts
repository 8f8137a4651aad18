import type { ValidateTemplateInput, ValidateTemplateOutput } from '@aws-sdk/client-cloudformation';
import { AwsError, type Operation } from '../../gateway/service.ts';
import type { Context } from '../context.ts';
import { neededCapability } from '../template/capabilities.ts';
import { checkTemplate } from '../template/check.ts';
import { templateText } from '../template/fetch.ts';
import { parseTemplate } from '../template/parse.ts';

export const validateTemplate =
  (context: Context): Operation<ValidateTemplateInput, ValidateTemplateOutput> =>
  (input) => {
    const body = templateText(input, context);
    if (body === undefined)
      throw new AwsError('ValidationError', 'Either Template URL or Template Body must be specified.');
    const template = parseTemplate(body);
    checkTemplate(template, context.providers());
    const needed = neededCapability(template);
    return {
      Description: template.Description,
      Parameters: Object.entries(template.Parameters).map(([ParameterKey, parameter]) => ({
        ParameterKey,
        DefaultValue: parameter.Default,
        NoEcho: parameter.NoEcho ?? false,
        Description: parameter.Description,
      })),
      ...(needed
        ? {
            Capabilities: [needed.capability],
            CapabilitiesReason: `The following resource(s) require capabilities: [${needed.types.join(', ')}]`,
          }
        : {}),
      DeclaredTransforms: template.Transform,
    };
  };
