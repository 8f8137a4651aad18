import { randomUUID } from 'node:crypto';
import type { Clock } from '../clock.ts';
import { AwsError } from '../gateway/service.ts';
import type { PolicyDocument } from '../iam/policy/document.ts';
import { policyIn, redriveOf } from './attributes.ts';
import { type Message, newMessage } from './message.ts';

export interface QueueNames {
  readonly name: string;
  readonly url: string;
  readonly arn: string;
}

/** A standard queue: messages in the order they came, hidden while somebody works on them. */
export class Queue {
  readonly names: QueueNames;
  readonly created: number;
  attributes: Map<string, string>;
  modified: number;
  readonly tags = new Map<string, string>();
  readonly #clock: Clock;
  #messages: Message[] = [];
  readonly #waiting = new Set<() => void>();

  constructor(names: QueueNames, attributes: Map<string, string>, clock: Clock) {
    this.names = names;
    this.attributes = attributes;
    this.#clock = clock;
    this.created = clock.now();
    this.modified = this.created;
  }

  /** Its resource policy, if it has one. */
  get policy(): PolicyDocument | undefined {
    const text = this.attributes.get('Policy');
    return text === undefined ? undefined : policyIn(text);
  }

  seconds(attribute: string): number {
    return Number(this.attributes.get(attribute));
  }

  /** @throws AwsError InvalidParameterValue when it is too large */
  send(given: Pick<Message, 'body' | 'attributes' | 'senderId'>, delaySeconds?: number): Message {
    const most = Number(this.attributes.get('MaximumMessageSize'));
    if (Buffer.byteLength(given.body) > most)
      throw new AwsError(
        'InvalidParameterValue',
        `One or more parameters are invalid. Reason: Message must be shorter than ${most} bytes.`,
      );
    const came = this.#clock.elapsed();
    const hiddenUntil = came + (delaySeconds ?? this.seconds('DelaySeconds')) * 1000;
    const message = newMessage({ ...given, sent: this.#clock.now(), came, hiddenUntil });
    this.add(message);
    return message;
  }

  add(message: Message): void {
    this.#messages.push(message);
    for (const wake of this.#waiting) wake();
  }

  /** Takes messages that nobody works on; those received too often go to `redrive` instead. */
  receive(
    most: number,
    visibilitySeconds: number,
    redrive: (arn: string, message: Message) => void,
  ): Message[] {
    this.#forgetOld();
    const now = this.#clock.elapsed();
    const limit = redriveOf(this.attributes);
    const taken: Message[] = [];
    for (const message of this.#messages.filter(({ hiddenUntil }) => hiddenUntil <= now)) {
      if (taken.length === most) break;
      if (limit && message.received >= limit.maxReceiveCount) {
        this.#messages = this.#messages.filter((one) => one !== message);
        redrive(limit.deadLetterTargetArn, message);
        continue;
      }
      message.received++;
      message.firstReceived ??= this.#clock.now();
      message.receipt = Buffer.from(`${this.names.name}:${message.id}:${randomUUID()}`).toString('base64');
      message.hiddenUntil = now + visibilitySeconds * 1000;
      taken.push(message);
    }
    return taken;
  }

  /** Resolves when a message comes or the time is over. Never rejects. */
  async arrival(seconds: number, closing: AbortSignal): Promise<void> {
    const waiting = new AbortController();
    const wake = (): void => waiting.abort();
    this.#waiting.add(wake);
    try {
      await this.#clock.wait(seconds, AbortSignal.any([waiting.signal, closing]));
    } catch {
      // Woken before its time.
    } finally {
      this.#waiting.delete(wake);
    }
  }

  /** The message of a receipt; undefined when it is gone or was received again. @throws AwsError ReceiptHandleIsInvalid */
  ofReceipt(receipt: string): Message | undefined {
    if (!Buffer.from(receipt, 'base64').toString().startsWith(`${this.names.name}:`))
      throw new AwsError('ReceiptHandleIsInvalid', 'The input receipt handle is invalid.');
    return this.#messages.find((message) => message.receipt === receipt);
  }

  remove(message: Message): void {
    this.#messages = this.#messages.filter((one) => one !== message);
  }

  purge(): void {
    this.#messages = [];
  }

  counts(): { visible: number; hidden: number; delayed: number } {
    this.#forgetOld();
    const now = this.#clock.elapsed();
    const hidden = this.#messages.filter(({ hiddenUntil }) => hiddenUntil > now);
    const delayed = hidden.filter(({ received }) => received === 0).length;
    return { visible: this.#messages.length - hidden.length, hidden: hidden.length - delayed, delayed };
  }

  #forgetOld(): void {
    const oldest = this.#clock.elapsed() - this.seconds('MessageRetentionPeriod') * 1000;
    this.#messages = this.#messages.filter(({ came }) => came >= oldest);
  }
}
