import type { InputTransformer, Target } from '@aws-sdk/client-eventbridge';
import { AwsError } from '../../gateway/service.ts';
import type { Rule } from '../buses.ts';
import type { Envelope } from '../envelope.ts';
import { jsonPath } from './json-path.ts';

/** What a target gets of an event: all of it, a part, a constant, or a text made of parts. */
export function inputFor(target: Target, event: Envelope, rule: Pick<Rule, 'arn' | 'name'>): string {
  if (target.Input !== undefined) return target.Input;
  if (target.InputPath !== undefined) return JSON.stringify(jsonPath(target.InputPath)(event) ?? {});
  if (target.InputTransformer !== undefined) return transformed(target.InputTransformer, event, rule);
  return JSON.stringify(event);
}

/** @throws AwsError ValidationException for what could not be delivered later */
export function checkInput({ Id, Input, InputPath, InputTransformer }: Target): void {
  const given = [Input, InputPath, InputTransformer].filter((value) => value !== undefined);
  if (given.length > 1)
    throw invalid(`Only one of Input, InputPath, or InputTransformer must be provided for target ${Id}.`);
  if (Input !== undefined && !isJson(Input)) throw invalid(`JSON syntax error in input for target ${Id}.`);
  if (InputPath !== undefined) jsonPath(InputPath);
  for (const path of Object.values(InputTransformer?.InputPathsMap ?? {})) jsonPath(path);
  const template = InputTransformer?.InputTemplate;
  if (template !== undefined && !isJson(fill(template, () => null)))
    throw invalid(`Invalid InputTemplate for target ${Id}: it is not JSON when its variables are filled in.`);
}

function transformed(
  { InputPathsMap, InputTemplate = '' }: InputTransformer,
  event: Envelope,
  rule: Pick<Rule, 'arn' | 'name'>,
) {
  const own = new Map(Object.entries(InputPathsMap ?? {}));
  return fill(InputTemplate, (name) => {
    const path = own.get(name);
    return path === undefined ? predefined(name, event, rule) : jsonPath(path)(event);
  });
}

/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-transform-target-input.html */
function predefined(name: string, event: Envelope, rule: Pick<Rule, 'arn' | 'name'>): unknown {
  switch (name) {
    case 'aws.events.rule-arn':
      return rule.arn;
    case 'aws.events.rule-name':
      return rule.name;
    case 'aws.events.event.ingestion-time':
      return event.time;
    case 'aws.events.event':
    case 'aws.events.event.json':
      return event;
  }
}

/**
 * Puts values in for `<name>`. In a text of the template only the value's own text is put, elsewhere its JSON.
 * A value that is missing is null, or nothing within a text.
 */
function fill(template: string, lookUp: (name: string) => unknown): string {
  let isInText = false;
  return template.replace(/\\.|"|<([\w.-]+)>/gs, (found, name: string | undefined) => {
    if (found === '"') isInText = !isInText;
    if (name === undefined) return found;
    const value = lookUp(name) ?? null;
    if (!isInText) return JSON.stringify(value);
    const text = typeof value === 'string' ? value : value === null ? '' : JSON.stringify(value);
    return JSON.stringify(text).slice(1, -1);
  });
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

const invalid = (message: string): AwsError => new AwsError('ValidationException', message);
