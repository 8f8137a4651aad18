import { createHash, randomUUID } from 'node:crypto';
import type { MessageAttributeValue } from '@aws-sdk/client-sqs';

export type MessageAttributes = Readonly<Record<string, MessageAttributeValue>>;

export interface Message {
  readonly id: string;
  readonly body: string;
  readonly attributes: MessageAttributes;
  readonly senderId: string;
  /** Milliseconds since 1970. */
  readonly sent: number;
  /** When it came, in the clock's `elapsed`: it is kept for as long as its queue says from then on. */
  readonly came: number;
  firstReceived: number | undefined;
  received: number;
  /** Of the last time that it was received; earlier ones delete nothing. */
  receipt: string | undefined;
  /** The clock's `elapsed` until which nobody else sees it. */
  hiddenUntil: number;
}

export function newMessage(
  given: Pick<Message, 'body' | 'attributes' | 'senderId' | 'sent' | 'came' | 'hiddenUntil'>,
): Message {
  return { ...given, id: randomUUID(), firstReceived: undefined, received: 0, receipt: undefined };
}

export function md5(text: string | Uint8Array): string {
  return createHash('md5').update(text).digest('hex');
}

/**
 * The digest by which clients check that attributes arrived; undefined where there are none.
 * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-message-metadata.html#sqs-attributes-md5-message-digest-calculation
 */
export function md5OfAttributes(attributes: MessageAttributes): string | undefined {
  const names = Object.keys(attributes).sort();
  if (names.length === 0) return undefined;
  const parts = names.flatMap((name) => {
    const { DataType = '', StringValue = '', BinaryValue } = attributes[name] ?? {};
    const isBinary = DataType.startsWith('Binary');
    const value = isBinary ? Buffer.from(BinaryValue ?? []) : Buffer.from(StringValue);
    return [
      ...withLength(Buffer.from(name)),
      ...withLength(Buffer.from(DataType)),
      Buffer.from([isBinary ? 2 : 1]),
      ...withLength(value),
    ];
  });
  return md5(Buffer.concat(parts));
}

function withLength(bytes: Buffer): Buffer[] {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.length);
  return [length, bytes];
}
