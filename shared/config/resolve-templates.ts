import type { JsonObject } from '../deployment/json.ts';
import type { Finding } from './cross-checks.ts';
import type { Problem } from './problem.ts';
import type { Config } from './schema.ts';
import { readTemplate, type TemplateFiles } from './templates.ts';

/** What slipway.yml names, read; and what is wrong where it is named, and in the templates themselves. */
export interface ResolvedTemplates {
  readonly definitions: ReadonlyMap<string, JsonObject>;
  readonly findings: readonly Finding[];
  readonly problems: readonly Problem[];
}

/** The task definitions that slipway.yml names, each read once. */
export function resolveTemplates({ pipelines }: Config, files: TemplateFiles): ResolvedTemplates {
  const definitions = new Map<string, JsonObject>();
  const findings: Finding[] = [];
  const problems = new Map<string, readonly Problem[]>();
  for (const [pipeline, { stages }] of Object.entries(pipelines)) {
    for (const [index, { target }] of stages.entries()) {
      const template = target.ecs?.task?.template;
      if (template === undefined || definitions.has(template) || problems.has(template)) continue;
      const path = ['pipelines', pipeline, 'stages', index, 'target', 'ecs', 'task', 'template'];
      const file = files.get(template);
      if (file === undefined || 'unreadable' in file) {
        const why = file?.unreadable ?? 'it was not sent along with slipway.yml';
        findings.push({ path, message: `names ${template}, which cannot be read: ${why}` });
        continue;
      }
      const read = readTemplate(template, file.text);
      if ('problems' in read) problems.set(template, read.problems);
      else definitions.set(template, read.definition);
    }
  }
  return { definitions, findings, problems: [...problems.values()].flat() };
}
