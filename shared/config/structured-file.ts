import { type Document, LineCounter, parseDocument } from 'yaml';
import type { Json } from '../deployment/json.ts';
import { jsonError } from './json-error.ts';
import { place } from './location.ts';
import type { Problem } from './problem.ts';

/** A file of JSON or YAML beside slipway.yml, with what tells the places of its values. */
export interface StructuredFile {
  readonly document: Document;
  readonly lines: LineCounter;
  readonly content: Json;
}

/**
 * Reads a file of JSON (by its name: `.json`) or YAML, or says what is wrong with it and where.
 * @param isJson where the name does not tell
 */
export function readStructured(
  file: string,
  text: string,
  isJson = file.endsWith('.json'),
): StructuredFile | { readonly problem: Problem } {
  const lines = new LineCounter();
  const document = parseDocument(text, {
    lineCounter: lines,
    merge: true,
    prettyErrors: false,
    logLevel: 'silent',
  });
  const wrong = isJson ? jsonError(text) : undefined;
  if (wrong) {
    const message = `is not valid JSON: ${wrong.message}`;
    return { problem: { file, ...placeOf(text, wrong.offset), field: '', message } };
  }
  const [error] = isJson ? [] : document.errors;
  if (error) {
    const message = `is not valid YAML: ${error.message}`;
    return { problem: { file, ...place(lines, error.pos[0]), field: '', message } };
  }
  // Through JSON, so that YAML's own values (dates, infinities) are what JSON makes of them.
  const content: Json = JSON.parse(isJson ? text : JSON.stringify(document.toJS() ?? null));
  return { document, lines, content };
}

/** Of a text that no YAML parser has to understand. Both count from 1. */
function placeOf(text: string, offset: number): { line: number; column: number } {
  const before = text.slice(0, offset).split('\n');
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}
