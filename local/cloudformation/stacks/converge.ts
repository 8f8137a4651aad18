import { isDeepStrictEqual } from 'node:util';
import type { ResourceStatus } from '@aws-sdk/client-cloudformation';
import type { Context } from '../context.ts';
import { CreatedButFailed, type Properties, type Resource, type ResourceProvider } from '../provider.ts';
import { dependencies } from '../template/dependencies.ts';
import type { Evaluation } from '../template/scope.ts';
import { activeResources } from './evaluation.ts';
import { generatedName } from './generated-name.ts';
import { needsReplacement } from './replacement.ts';
import { runInOrder } from './run-in-order.ts';
import type { Stack, StackResource } from './stack.ts';

/** Resources of one stack that are worked on at once. */
export const PARALLEL_RESOURCES = 10;

/** One thing that was done and may have to be undone. */
export type Change =
  | { readonly kind: 'created'; readonly after: StackResource }
  | { readonly kind: 'updated' | 'replaced'; readonly before: StackResource; readonly after: StackResource };

export interface Converged {
  /** In the order in which they ended. */
  readonly changes: readonly Change[];
  /** By logical id. */
  readonly failures: ReadonlyMap<string, Error>;
}

/** Makes what the template adds and updates what it changes. Removes nothing. */
export async function converge(context: Context, stack: Stack, evaluation: Evaluation): Promise<Converged> {
  const { template } = evaluation;
  const graph = dependencies(template, activeResources(evaluation));
  const changes: Change[] = [];
  const failures = await runInOrder(
    graph,
    async (logicalId) => {
      const declared = template.Resources[logicalId];
      const provider = context.providers()[declared?.Type ?? ''];
      if (!declared || !provider) throw new Error(`the local cloud does not provide ${declared?.Type}`);
      const work = new Work(context, stack, provider, (change) => changes.push(change));
      const before = stack.resources.get(logicalId);
      const frame = {
        logicalId,
        type: declared.Type,
        needs: graph.get(logicalId) ?? [],
        deletionPolicy: declared.DeletionPolicy ?? 'Delete',
        updateReplacePolicy: declared.UpdateReplacePolicy ?? 'Delete',
        generatedName: before?.generatedName ?? generatedName(stack.name, logicalId),
      };
      // Functions in a map of properties give a map again.
      const resolve = () => evaluation.resolve(declared.Properties) as Properties;
      // What failed at its making is not there: it is made anew.
      if (before?.resource) await work.update(frame, before, before.resource, resolve);
      else await work.create(frame, resolve);
    },
    { limit: PARALLEL_RESOURCES, onFailure: 'stop', signal: context.closing },
  );
  return { changes, failures };
}

type Frame = Omit<StackResource, 'properties' | 'status' | 'changedAt'>;

/** The work on one resource. */
class Work {
  readonly #context: Context;
  readonly #stack: Stack;
  readonly #provider: ResourceProvider;
  readonly #changed: (change: Change) => void;

  constructor(context: Context, stack: Stack, provider: ResourceProvider, changed: (change: Change) => void) {
    this.#context = context;
    this.#stack = stack;
    this.#provider = provider;
    this.#changed = changed;
  }

  async create(frame: Frame, resolve: () => Properties): Promise<void> {
    const state = this.#states(frame);
    let properties: Properties = {};
    try {
      properties = resolve();
      this.#stack.keep(state('CREATE_IN_PROGRESS', properties));
      const resource = await this.#provider.create(this.#request(frame, properties));
      this.#stack.keep(state('CREATE_COMPLETE', properties, { resource }));
    } catch (error) {
      this.#stack.keep(state('CREATE_FAILED', properties, failure(error)));
      throw error;
    } finally {
      const after = this.#stack.resources.get(frame.logicalId);
      if (after) this.#changed({ kind: 'created', after });
    }
  }

  async update(
    frame: Frame,
    before: StackResource,
    resource: Resource,
    resolve: () => Properties,
  ): Promise<void> {
    const properties = this.#resolved(before, resolve);
    const { status, changedAt } = before;
    if (isDeepStrictEqual(before.properties, properties) && !status.endsWith('FAILED')) {
      this.#stack.resources.set(frame.logicalId, { ...frame, resource, properties, status, changedAt });
      return;
    }
    if (needsReplacement(this.#provider, before.properties, properties))
      return this.#replace(
        { ...frame, generatedName: generatedName(this.#stack.name, frame.logicalId) },
        before,
        properties,
      );
    const state = this.#states(frame);
    this.#stack.keep(state('UPDATE_IN_PROGRESS', properties, { resource }));
    try {
      const request = { ...this.#request(frame, properties), resource, previous: before.properties };
      this.#stack.keep(
        state('UPDATE_COMPLETE', properties, { resource: await this.#provider.update(request) }),
      );
    } catch (error) {
      this.#stack.keep(state('UPDATE_FAILED', properties, { ...failure(error), resource }));
      throw error;
    } finally {
      const after = this.#stack.resources.get(frame.logicalId);
      if (after) this.#changed({ kind: 'updated', before, after });
    }
  }

  async #replace(frame: Frame, before: StackResource, properties: Properties): Promise<void> {
    const state = this.#states(frame);
    const reason = 'Requested update requires the creation of a new physical resource; hence creating one.';
    this.#stack.log(
      state('UPDATE_IN_PROGRESS', properties, {
        statusReason: reason,
        ...(before.resource ? { resource: before.resource } : {}),
      }),
    );
    try {
      const resource = await this.#provider.create(this.#request(frame, properties));
      const after = state('UPDATE_COMPLETE', properties, { resource });
      this.#stack.keep(after);
      this.#changed({ kind: 'replaced', before, after });
    } catch (error) {
      const after = state('UPDATE_FAILED', properties, failure(error));
      this.#stack.log(after);
      // Only what was made can be undone.
      if (after.resource) this.#changed({ kind: 'replaced', before, after });
      throw error;
    }
  }

  #resolved(before: StackResource, resolve: () => Properties): Properties {
    try {
      return resolve();
    } catch (error) {
      const changedAt = this.#context.clock.date();
      this.#stack.log({ ...before, ...failure(error), status: 'UPDATE_FAILED', changedAt });
      throw error;
    }
  }

  #states =
    (frame: Frame) =>
    (
      status: ResourceStatus,
      properties: Properties,
      more: { resource?: Resource; statusReason?: string } = {},
    ): StackResource => ({ ...frame, properties, status, changedAt: this.#context.clock.date(), ...more });

  #request(frame: Frame, properties: Properties) {
    const { logicalId, generatedName } = frame;
    return { stackName: this.#stack.name, logicalId, properties, generatedName };
  }
}

const failure = (error: unknown): { statusReason: string; resource?: Resource } => ({
  statusReason: error instanceof Error ? error.message : String(error),
  ...(error instanceof CreatedButFailed ? { resource: error.resource } : {}),
});
