import { parseDocument } from 'yaml';
import { AwsError } from '../../gateway/service.ts';
import { TemplateShape } from './shape.ts';
import { shortTags } from './short-tags.ts';

export type Template = ReturnType<typeof TemplateShape.parse>;

/**
 * A template from JSON or YAML.
 * @throws AwsError ValidationError, worded as AWS does: "Template format error: …"
 */
export function parseTemplate(body: string): Template {
  const result = TemplateShape.safeParse(read(body));
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const where = issue?.path.join('/') ?? '';
  throw formatError(`${where === '' ? '' : `at /${where}: `}${issue?.message ?? 'not a template'}`);
}

export const formatError = (message: string, cause?: unknown): AwsError =>
  new AwsError('ValidationError', `Template format error: ${message}`, { cause });

function read(body: string): unknown {
  if (body.trimStart().startsWith('{')) {
    try {
      return JSON.parse(body);
    } catch (cause) {
      throw formatError(`JSON not well-formed. ${cause instanceof Error ? cause.message : cause}`, cause);
    }
  }
  const document = parseDocument(body, { customTags: shortTags });
  const [problem] = [...document.errors, ...document.warnings];
  if (problem) throw formatError(`YAML not well-formed. ${problem.message}`, problem);
  return document.toJS();
}
