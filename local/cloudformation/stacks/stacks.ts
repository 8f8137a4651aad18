import type { Export } from '@aws-sdk/client-cloudformation';
import { AwsError } from '../../gateway/service.ts';
import type { Stack } from './stack.ts';

/** All stacks. Deleted ones stay, to be found by their id. */
export class Stacks {
  readonly all: Stack[] = [];

  find(nameOrId: string): Stack | undefined {
    return this.all.find((stack) => stack.id === nameOrId || (stack.name === nameOrId && !stack.isDeleted));
  }

  /** @throws AwsError ValidationError in the words that clients look for */
  get(nameOrId: string | undefined): Stack {
    const stack = this.find(nameOrId ?? '');
    if (!stack) throw new AwsError('ValidationError', `Stack with id ${nameOrId} does not exist`);
    return stack;
  }

  get exports(): Export[] {
    return this.all
      .filter((stack) => !stack.isDeleted)
      .flatMap((stack) =>
        stack.outputs.flatMap(({ ExportName, OutputValue }) =>
          ExportName === undefined
            ? []
            : [{ ExportingStackId: stack.id, Name: ExportName, Value: OutputValue ?? '' }],
        ),
      );
  }

  importersOf(exportName: string): Stack[] {
    return this.all.filter((stack) => !stack.isDeleted && stack.imports.has(exportName));
  }
}
