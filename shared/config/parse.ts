import { type Document, LineCounter, parseDocument } from 'yaml';
import type * as z from 'zod';
import type { Pipeline } from '../deployment/model.ts';
import type { BundleFolders } from './bundles.ts';
import { crossChecks, type Finding } from './cross-checks.ts';
import { explain, unknownKey } from './explain.ts';
import { fieldName, pathAt, place, positionOf } from './location.ts';
import { toPipelines } from './pipelines.ts';
import type { Problem } from './problem.ts';
import { resolveBundles } from './resolve-bundles.ts';
import { resolveTemplates } from './resolve-templates.ts';
import { configSchema } from './schema.ts';
import type { TemplateFiles } from './templates.ts';

export type ParsedConfig =
  | { readonly ok: true; readonly pipelines: readonly Pipeline[]; readonly warnings: readonly Problem[] }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/** A version must fit into one item of the ledger (DynamoDB: 400 KB), with its pipelines beside it. */
const MAX_CONFIG_BYTES = 128 * 1024;

/** The rest of that item: a template or a bundle is stored with each target that it is for. */
const MAX_PIPELINES_BYTES = 256 * 1024;

/**
 * Reads slipway.yml. Never throws: whatever is wrong with the text is a problem with its place.
 *
 * @param fileName as it is to be shown in problems
 * @param defaultRegion the region of targets that name none; with it, the same service named with and without its
 * region is found to be the same
 * @param templates the task definitions that it names
 * @param bundles the folders with source bundles that it names
 */
export function parseConfig(
  text: string,
  fileName: string,
  defaultRegion?: string,
  templates: TemplateFiles = new Map(),
  bundles: BundleFolders = new Map(),
): ParsedConfig {
  const lines = new LineCounter();
  if (Buffer.byteLength(text) > MAX_CONFIG_BYTES) {
    const message = `is larger than ${MAX_CONFIG_BYTES / 1024} KB`;
    return { ok: false, problems: [{ file: fileName, line: 1, column: 1, field: '', message }] };
  }
  const document = parseDocument(text, {
    lineCounter: lines,
    merge: true,
    prettyErrors: false,
    logLevel: 'error',
  });
  const locate = (finding: Finding, what: 'key' | 'value' = 'value'): Problem => ({
    file: fileName,
    ...positionOf(document, lines, finding.path, what),
    field: fieldName(finding.path),
    message: finding.message,
  });

  if (document.errors.length > 0) {
    const problems = document.errors.map(({ code, message, pos }) => ({
      file: fileName,
      ...place(lines, pos[0]),
      field: fieldName(pathAt(document, pos[0])),
      message: code === 'DUPLICATE_KEY' ? 'is given twice' : `is not valid YAML: ${message}`,
    }));
    return { ok: false, problems };
  }

  const content = contentOf(document);
  if ('message' in content) return { ok: false, problems: [locate({ path: [], message: content.message })] };
  const parsed = configSchema.safeParse(content.value, { error: explain });
  if (!parsed.success) {
    const problems = parsed.error.issues.flatMap((issue) => toFindings(issue));
    return {
      ok: false,
      problems: problems.map(({ what, ...finding }) => locate(finding, what)).sort(byPlace),
    };
  }

  const definitions = resolveTemplates(parsed.data, templates);
  const folders = resolveBundles(parsed.data, bundles);
  const findings = [...definitions.findings, ...folders.findings].map((finding) => locate(finding));
  const inFiles = [...definitions.problems, ...folders.problems];
  if (findings.length + inFiles.length > 0) return { ok: false, problems: [...findings, ...inFiles] };
  const pipelines = toPipelines(parsed.data, { ...definitions, ...folders });
  const stored = Buffer.byteLength(JSON.stringify(pipelines));
  if (stored > MAX_PIPELINES_BYTES) {
    const message = `is with its templates and bundles larger than ${MAX_PIPELINES_BYTES / 1024} KB (each target counts)`;
    return { ok: false, problems: [locate({ path: [], message })] };
  }
  const { problems, warnings } = crossChecks(pipelines, defaultRegion);
  if (problems.length > 0) return { ok: false, problems: problems.map((finding) => locate(finding)) };
  return { ok: true, pipelines, warnings: warnings.map((finding) => locate(finding, 'key')) };
}

function contentOf(document: Document): { value: unknown } | { message: string } {
  if (document.contents === null) return { message: 'is empty; it must begin with "pipelines:"' };
  try {
    return { value: document.toJS() };
  } catch (error) {
    // A reference (*name) to nothing, or so many of them that they would fill the memory.
    return { message: `cannot be read: ${error instanceof Error ? error.message : String(error)}` };
  }
}

function toFindings(issue: z.core.$ZodIssue): (Finding & { what: 'key' | 'value' })[] {
  const { path } = issue;
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({ path: [...path, key], message: unknownKey(path, key), what: 'key' }));
  }
  return [{ path, message: issue.message, what: issue.code === 'invalid_key' ? 'key' : 'value' }];
}

function byPlace(a: Problem, b: Problem): number {
  return a.line - b.line || a.column - b.column;
}
