import type {
  PutEventsRequest,
  PutEventsRequestEntry,
  PutEventsResponse,
  PutEventsResultEntry,
} from '@aws-sdk/client-eventbridge';
import { AwsError, type Operation } from '../../gateway/service.ts';
import type { Bus } from '../buses.ts';
import type { Context } from '../context.ts';
import { type Envelope, envelope } from '../envelope.ts';
import { isObject, type JsonObject } from '../pattern/json.ts';

/** Bytes of all entries together (EventBridge quotas, PutEvents entry size). */
const MAX_BYTES = 262_144;

/** Each entry succeeds or fails by itself; the answer says which. */
export const putEvents =
  (context: Context): Operation<PutEventsRequest, PutEventsResponse> =>
  ({ Entries: entries = [], EndpointId }) => {
    if (EndpointId !== undefined)
      throw new AwsError('ValidationException', 'the local cloud has no global endpoints');
    if (entries.reduce((bytes, entry) => bytes + sizeOf(entry), 0) > MAX_BYTES)
      throw new AwsError(
        'ValidationException',
        'Total size of the entries in the request is over the limit.',
      );
    const results = entries.map((entry) => put(context, entry));
    return { FailedEntryCount: results.filter(({ ErrorCode }) => ErrorCode).length, Entries: results };
  };

function put(context: Context, entry: PutEventsRequestEntry): PutEventsResultEntry {
  const checked = check(context, entry);
  if ('ErrorCode' in checked) return checked;
  context.router.publish(checked.bus, checked.event);
  return { EventId: checked.event.id };
}

function check(
  context: Context,
  { Source, DetailType, Detail, Resources, Time, EventBusName }: PutEventsRequestEntry,
): { bus: Bus; event: Envelope } | { ErrorCode: string; ErrorMessage: string } {
  for (const [name, value] of Object.entries({ Source, DetailType, Detail }))
    if (!value)
      return failed(
        'InvalidArgument',
        `Parameter ${name} is not valid. Reason: ${name} is a required argument.`,
      );
  if (Source?.startsWith('aws.'))
    return failed('NotAuthorizedForSourceException', 'Not authorized for the source.');
  const detail = objectIn(Detail ?? '');
  if (!detail) return failed('MalformedDetail', 'Detail is malformed.');
  const bus = context.buses.find(EventBusName);
  // What AWS answers here is not documented; an error is what helps.
  if (!bus) return failed('ResourceNotFoundException', `Event bus ${EventBusName} does not exist.`);
  return {
    bus,
    event: envelope(context, {
      source: Source ?? '',
      detailType: DetailType ?? '',
      resources: Resources ?? [],
      detail,
      time: Time,
    }),
  };
}

const failed = (ErrorCode: string, ErrorMessage: string) => ({ ErrorCode, ErrorMessage });

function objectIn(text: string): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-putevents.html – "Calculating event entry size" */
const sizeOf = ({ Time, Source, DetailType, Detail, Resources = [] }: PutEventsRequestEntry): number =>
  [Source, DetailType, Detail, ...Resources].reduce(
    (bytes, text) => bytes + Buffer.byteLength(text ?? ''),
    Time ? 14 : 0,
  );
