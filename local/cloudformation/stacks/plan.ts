import { isDeepStrictEqual } from 'node:util';
import type { ResourceChange } from '@aws-sdk/client-cloudformation';
import type { Context } from '../context.ts';
import type { Properties } from '../provider.ts';
import { named } from '../template/conditions.ts';
import { dependencies } from '../template/dependencies.ts';
import { referencesIn } from '../template/references.ts';
import type { Evaluation } from '../template/scope.ts';
import { activeResources, symbolicEvaluation } from './evaluation.ts';
import { changedProperties } from './replacement.ts';
import type { Desired, Stack } from './stack.ts';

/** What an update would do, as a change set shows it. */
export interface Plan {
  readonly changes: readonly ResourceChange[];
  /** False when AWS would say "No updates are to be performed." */
  readonly differs: boolean;
}

/** Compares what a stack was asked to be with what it is asked to be now; resources stand for their names. */
export function planOf(context: Context, stack: Stack, desired: Desired): Plan {
  const now = symbolicEvaluation(context, stack, desired);
  const before = symbolicEvaluation(context, stack, stack.desired);
  const active = activeResources(now);
  const changes: ResourceChange[] = [];
  const replaced = new Set<string>();
  for (const logicalId of inOrder(dependencies(desired.template, active))) {
    const declared = desired.template.Resources[logicalId];
    if (!declared) continue;
    const current = stack.resources.get(logicalId);
    const base = { LogicalResourceId: logicalId, ResourceType: declared.Type };
    if (!current?.resource) {
      changes.push({ Action: 'Add', ...base });
      continue;
    }
    const old = stack.desired.template.Resources[logicalId]?.Properties ?? {};
    const names = changedProperties(symbols(before, old), symbols(now, declared.Properties));
    const dynamic = Object.keys(declared.Properties).filter(
      (name) =>
        !names.includes(name) && [...referencesIn(declared.Properties[name])].some((id) => replaced.has(id)),
    );
    if (names.length + dynamic.length === 0) continue;
    const replaceOn = context.providers()[declared.Type]?.replaceOn ?? [];
    const replacement = names.some((name) => replaceOn.includes(name))
      ? 'True'
      : dynamic.some((name) => replaceOn.includes(name))
        ? 'Conditional'
        : 'False';
    if (replacement !== 'False') replaced.add(logicalId);
    changes.push({
      Action: 'Modify',
      ...base,
      PhysicalResourceId: current.resource.id,
      Replacement: replacement,
      Scope: ['Properties'],
      Details: [
        ...names.map((name) => detail(name, replaceOn, 'Static')),
        ...dynamic.map((name) => detail(name, replaceOn, 'Dynamic')),
      ],
    });
  }
  for (const { logicalId, type, resource } of stack.resources.values())
    if (!active.has(logicalId))
      changes.push({
        Action: 'Remove',
        LogicalResourceId: logicalId,
        ResourceType: type,
        ...(resource ? { PhysicalResourceId: resource.id } : {}),
      });
  return { changes, differs: changes.length > 0 || othersDiffer(stack, desired, before, now) };
}

/** Outputs, tags and policies are an update too. A stack that failed can always be updated. */
function othersDiffer(stack: Stack, desired: Desired, before: Evaluation, now: Evaluation): boolean {
  if (stack.status.endsWith('FAILED')) return true;
  const rest = ({ template }: Desired) =>
    Object.values(template.Resources).map(({ Properties, ...others }) => others);
  return (
    !isDeepStrictEqual(outputs(before), outputs(now)) ||
    !isDeepStrictEqual(stack.desired.tags, desired.tags) ||
    !isDeepStrictEqual(rest(stack.desired), rest(desired))
  );
}

const outputs = (evaluation: Evaluation): Properties =>
  symbols(
    evaluation,
    Object.fromEntries(
      Object.entries(evaluation.template.Outputs).filter(
        ([, { Condition }]) => Condition === undefined || named(Condition, evaluation),
      ),
    ),
  );

/** Each property by itself; one that cannot be resolved on names alone is compared as it is written. */
function symbols(evaluation: Evaluation, properties: Properties): Properties {
  const resolve = (value: unknown) => {
    try {
      return evaluation.resolve(value);
    } catch {
      return value;
    }
  };
  return Object.fromEntries(
    Object.entries(properties)
      .map(([name, value]) => [name, resolve(value)] as const)
      .filter(([, value]) => value !== undefined),
  );
}

const detail = (name: string, replaceOn: readonly string[], evaluation: 'Static' | 'Dynamic') => ({
  Target: {
    Attribute: 'Properties' as const,
    Name: name,
    RequiresRecreation: replaceOn.includes(name)
      ? evaluation === 'Static'
        ? ('Always' as const)
        : ('Conditionally' as const)
      : ('Never' as const),
  },
  Evaluation: evaluation,
  ChangeSource: evaluation === 'Static' ? ('DirectModification' as const) : ('ResourceReference' as const),
});

function inOrder(graph: ReadonlyMap<string, readonly string[]>): string[] {
  const done = new Set<string>();
  const visit = (name: string): void => {
    if (done.has(name)) return;
    for (const need of graph.get(name) ?? []) visit(need);
    done.add(name);
  };
  for (const name of graph.keys()) visit(name);
  return [...done];
}
