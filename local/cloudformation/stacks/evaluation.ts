import type { Context } from '../context.ts';
import { named } from '../template/conditions.ts';
import { evaluationOf } from '../template/evaluate.ts';
import { typedParameters } from '../template/parameters.ts';
import { pseudoParameters } from '../template/pseudo.ts';
import type { Evaluation, ResourceView } from '../template/scope.ts';
import type { Desired, Stack } from './stack.ts';

/** A template's evaluation against what the stack really has. `imports` gets the exports that it used. */
export function realEvaluation(
  context: Context,
  stack: Stack,
  desired: Desired,
  imports: Set<string>,
): Evaluation {
  return evaluation(context, stack, desired, imports, (logicalId) => {
    const { resource, type } = stack.resources.get(logicalId) ?? {};
    if (!resource)
      throw new Error(
        `Template error: resource ${logicalId} is not there: its condition is false, or it failed`,
      );
    return {
      ref: resource.id,
      attribute: (name) => {
        const value = resource.attributes[name];
        if (value === undefined)
          throw new Error(
            `Template error: resource ${logicalId} does not support attribute type ${name} in Fn::GetAtt (${type} has ${Object.keys(resource.attributes).join(', ') || 'none'})`,
          );
        return value;
      },
    };
  });
}

/** An evaluation in which resources are only names: for what can be said before anything is made. */
export function symbolicEvaluation(
  context: Context,
  stack: { readonly id: string; readonly name: string },
  desired: Desired,
): Evaluation {
  return evaluation(context, stack, desired, new Set(), (logicalId) => ({
    ref: `<${logicalId}>`,
    attribute: (name) => `<${logicalId}.${name}>`,
  }));
}

export function activeResources({ template, ...rest }: Evaluation): ReadonlySet<string> {
  return new Set(
    Object.entries(template.Resources)
      .filter(([, { Condition }]) => Condition === undefined || named(Condition, { template, ...rest }))
      .map(([logicalId]) => logicalId),
  );
}

function evaluation(
  { account, stacks }: Context,
  stack: { readonly id: string; readonly name: string },
  { template, parameters }: Desired,
  imports: Set<string>,
  resource: (logicalId: string) => ResourceView,
): Evaluation {
  return evaluationOf({
    template,
    parameters: typedParameters(template, parameters),
    pseudo: pseudoParameters(account, stack),
    resource,
    exported(name) {
      imports.add(name);
      const found = stacks.exports.find(({ Name }) => Name === name);
      if (!found) throw new Error(`No export named ${name} found.`);
      return found.Value ?? '';
    },
  });
}
