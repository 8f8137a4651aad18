import type { TestEventPatternRequest, TestEventPatternResponse } from '@aws-sdk/client-eventbridge';
import { AwsError, type Operation } from '../../gateway/service.ts';
import { isObject } from '../pattern/json.ts';
import { parsePattern } from '../pattern/pattern.ts';

/** AWS wants the event to be a whole one. */
const REQUIRED = ['id', 'account', 'source', 'time', 'region', 'resources', 'detail-type'];

export const testEventPattern =
  (): Operation<TestEventPatternRequest, TestEventPatternResponse> =>
  ({ Event = '', EventPattern = '' }) => {
    const fits = parsePattern(EventPattern);
    const event = parse(Event);
    const missing = REQUIRED.filter((name) => !Object.hasOwn(event, name));
    if (missing.length > 0)
      throw new AwsError(
        'ValidationException',
        `Parameter Event is not valid. Missing: ${missing.join(', ')}`,
      );
    return { Result: fits(event) };
  };

function parse(text: string) {
  let event: unknown;
  try {
    event = JSON.parse(text);
  } catch (cause) {
    throw new AwsError('ValidationException', 'Parameter Event is not valid. Reason: it is not JSON', {
      cause,
    });
  }
  if (!isObject(event))
    throw new AwsError('ValidationException', 'Parameter Event is not valid: not an object');
  return event;
}
