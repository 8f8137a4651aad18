import type { ContainerDefinition, Tag, TaskDefinition } from '@aws-sdk/client-ecs';
import { nameOf } from '../arns.ts';

/** A revision of a task definition: all that was given for it, and what ECS adds. */
export interface Revision {
  readonly arn: string;
  readonly family: string;
  readonly revision: number;
  readonly containers: readonly (ContainerDefinition & { readonly name: string; readonly image: string })[];
  description: TaskDefinition;
  tags: Tag[];
}

export class TaskDefinitions {
  readonly #byArn = new Map<string, Revision>();
  /** The highest number given, which is never given again. */
  readonly #numbers = new Map<string, number>();

  /** In the order of registration. */
  get all(): Revision[] {
    return [...this.#byArn.values()];
  }

  nextNumber(family: string): number {
    const number = (this.#numbers.get(family) ?? 0) + 1;
    this.#numbers.set(family, number);
    return number;
  }

  add(revision: Revision): void {
    this.#byArn.set(revision.arn, revision);
  }

  remove(arn: string): void {
    this.#byArn.delete(arn);
  }

  /** By `family` (its newest active revision), `family:revision` or ARN. */
  get(reference: string): Revision | undefined {
    const byArn = this.#byArn.get(reference);
    if (byArn) return byArn;
    const [family, number] = nameOf(reference).split(':');
    const ofFamily = this.all.filter((revision) => revision.family === family);
    if (number === undefined) return ofFamily.findLast(({ description }) => description.status === 'ACTIVE');
    return ofFamily.find(({ revision }) => revision === Number(number));
  }
}
