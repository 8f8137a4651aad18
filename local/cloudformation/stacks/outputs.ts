import type { Output } from '@aws-sdk/client-cloudformation';
import type { Context } from '../context.ts';
import { text } from '../template/arguments.ts';
import { named } from '../template/conditions.ts';
import type { Evaluation } from '../template/scope.ts';
import type { Stack } from './stack.ts';

/** @throws Error when a value cannot be had, or when an export is another stack's or in use */
export function outputsOf(context: Context, stack: Stack, evaluation: Evaluation): Output[] {
  const outputs = Object.entries(evaluation.template.Outputs)
    .filter(([, { Condition }]) => Condition === undefined || named(Condition, evaluation))
    .map(([OutputKey, { Value, Description, Export }]): Output => {
      const exported = Export && text('Export', evaluation.resolve(Export.Name));
      return {
        OutputKey,
        OutputValue: text(`Output ${OutputKey}`, evaluation.resolve(Value)),
        ...(Description === undefined ? {} : { Description }),
        ...(exported === undefined ? {} : { ExportName: exported }),
      };
    });
  checkExports(context, stack, outputs);
  return outputs;
}

function checkExports({ stacks }: Context, stack: Stack, outputs: readonly Output[]): void {
  for (const { ExportName } of outputs) {
    const other = stacks.exports.find(
      (item) => item.Name === ExportName && item.ExportingStackId !== stack.id,
    );
    if (other)
      throw new Error(
        `Export with name ${ExportName} is already exported by stack ${other.ExportingStackId}`,
      );
  }
  for (const { ExportName = '', OutputValue } of stack.outputs.filter((item) => item.ExportName)) {
    const users = stacks.importersOf(ExportName).filter((user) => user !== stack);
    if (users.length === 0) continue;
    const after = outputs.find((item) => item.ExportName === ExportName);
    if (after?.OutputValue !== OutputValue)
      throw new Error(
        `Cannot ${after ? 'update' : 'delete'} export ${ExportName} as it is in use by ${users.map(({ name }) => name).join(', ')}`,
      );
  }
}
