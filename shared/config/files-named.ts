import { isMap, parseDocument } from 'yaml';

/** What slipway.yml names beside itself, by the paths as they stand there. */
export interface FilesNamed {
  /** Task definitions. */
  readonly templates: readonly string[];
  /** Folders with source bundles. */
  readonly bundles: readonly string[];
}

/** The files that slipway.yml names, as far as it can be read: what is wrong with it is found by `parseConfig`. */
export function filesNamed(text: string): FilesNamed {
  const templates = new Set<string>();
  const bundles = new Set<string>();
  const document = parseDocument(text, { merge: true, logLevel: 'silent' });
  const pipelines = document.errors.length === 0 ? document.get('pipelines') : undefined;
  const content: unknown = isMap(pipelines) ? pipelines.toJS(document) : undefined;
  for (const pipeline of valuesOf(content)) {
    for (const stage of valuesOf(memberOf(pipeline, 'stages'))) {
      const target = memberOf(stage, 'target');
      const template = memberOf(memberOf(memberOf(target, 'ecs'), 'task'), 'template');
      if (typeof template === 'string') templates.add(template);
      const bundle = memberOf(memberOf(target, 'beanstalk'), 'bundle');
      if (typeof bundle === 'string') bundles.add(bundle);
    }
  }
  return { templates: [...templates], bundles: [...bundles] };
}

function valuesOf(value: unknown): unknown[] {
  return typeof value === 'object' && value !== null ? Object.values(value) : [];
}

function memberOf(value: unknown, member: string): unknown {
  return typeof value === 'object' && value !== null
    ? Object.entries(value).find(([key]) => key === member)?.[1]
    : undefined;
}
