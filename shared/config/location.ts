import {
  type Document,
  isAlias,
  isMap,
  isNode,
  isScalar,
  isSeq,
  type LineCounter,
  type Node,
  visit,
} from 'yaml';

export type Path = readonly PropertyKey[];

export interface Position {
  /** Both count from 1. */
  readonly line: number;
  readonly column: number;
}

/** `pipelines.web.stages[0].target` */
export function fieldName(path: Path): string {
  return path.reduce<string>((field, step) => {
    if (typeof step === 'number') return `${field}[${step}]`;
    return field === '' ? String(step) : `${field}.${String(step)}`;
  }, '');
}

/**
 * Where a path is in the file: the value it leads to, or with `key` its key. A path that leads nowhere, as that of a
 * missing key does, gives the place of the nearest thing around it.
 */
export function positionOf(
  document: Document,
  lines: LineCounter,
  path: Path,
  what: 'key' | 'value',
): Position {
  let node: unknown = document.contents;
  let nearest = node;
  for (const [index, step] of path.entries()) {
    if (isAlias(node)) node = node.resolve(document);
    const found = isMap(node)
      ? node.items.find((pair) => isScalar(pair.key) && String(pair.key.value) === String(step))
      : isSeq(node)
        ? { key: undefined, value: node.items[Number(step)] }
        : undefined;
    if (!found) break;
    const wantsKey = what === 'key' || index < path.length - 1;
    nearest = (wantsKey ? found.key : undefined) ?? found.value ?? found.key ?? nearest;
    node = found.value;
  }
  return place(lines, isNode(nearest) ? nearest.range?.[0] : undefined);
}

/** The path of the innermost value at an offset of the file. */
export function pathAt(document: Document, offset: number): Path {
  let path: Path = [];
  const covers = (node: Node | null | undefined) =>
    node?.range && node.range[0] <= offset && offset <= node.range[1];
  visit(document, {
    Pair(_key, pair, ancestors) {
      if (!isNode(pair.key) || !isScalar(pair.key)) return;
      const value = isNode(pair.value) ? pair.value : undefined;
      if (covers(pair.key) || covers(value)) path = [...steps(ancestors, offset), String(pair.key.value)];
    },
  });
  return path;
}

/** The keys and indexes of what a node is inside of. */
function steps(ancestors: readonly unknown[], offset: number): Path {
  return ancestors.flatMap((ancestor): PropertyKey[] => {
    if (isSeq(ancestor)) {
      const index = ancestor.items.findIndex(
        (item) => isNode(item) && item.range && item.range[0] <= offset && offset <= item.range[1],
      );
      return index < 0 ? [] : [index];
    }
    if (typeof ancestor !== 'object' || ancestor === null || !('key' in ancestor)) return [];
    return isScalar(ancestor.key) ? [String(ancestor.key.value)] : [];
  });
}

export function place(lines: LineCounter, offset = 0): Position {
  const { line, col } = lines.linePos(offset);
  // An empty file has no lines at all.
  return { line: Math.max(line, 1), column: Math.max(col, 1) };
}
