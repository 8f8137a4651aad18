import { createHash, randomUUID } from 'node:crypto';
import type { Clock } from '../clock.ts';
import { AwsError } from '../gateway/service.ts';
import type { Account } from '../parts.ts';

/** Defaults of CreateQueue, in seconds. @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_CreateQueue.html */
const VISIBILITY_TIMEOUT = '30';
const RETENTION = '345600';

export interface Message {
  readonly id: string;
  readonly body: string;
  readonly md5: string;
  readonly sent: number;
  received: number;
  receipt?: string;
  /** Milliseconds since 1970 until which nobody else sees it. */
  hiddenUntil: number;
}

export interface Queue {
  readonly name: string;
  readonly url: string;
  readonly arn: string;
  readonly created: number;
  readonly attributes: Map<string, string>;
  messages: Message[];
}

export class Queues {
  readonly #account: Account;
  readonly #clock: Clock;
  readonly #byName = new Map<string, Queue>();

  constructor(account: Account, clock: Clock) {
    this.#account = account;
    this.#clock = clock;
  }

  list(): Queue[] {
    return [...this.#byName.values()];
  }

  create(name: string, attributes: Readonly<Record<string, string>>): Queue {
    const existing = this.#byName.get(name);
    if (existing) return existing;
    const { id, region, endpoint } = this.#account;
    const queue: Queue = {
      name,
      url: `${endpoint}/${id}/${name}`,
      arn: `arn:aws:sqs:${region}:${id}:${name}`,
      created: this.#clock.now(),
      attributes: new Map(
        Object.entries({
          VisibilityTimeout: VISIBILITY_TIMEOUT,
          MessageRetentionPeriod: RETENTION,
          ...attributes,
        }),
      ),
      messages: [],
    };
    this.#byName.set(name, queue);
    return queue;
  }

  /** By name, URL or ARN. @throws AwsError QueueDoesNotExist */
  get(named: string): Queue {
    const queue = this.#byName.get(named.split(/[/:]/).at(-1) ?? '');
    if (!queue) throw new AwsError('QueueDoesNotExist', 'The specified queue does not exist.');
    return queue;
  }

  delete(named: string): void {
    this.#byName.delete(this.get(named).name);
  }

  send(named: string, body: string): Message {
    const queue = this.get(named);
    const message: Message = {
      id: randomUUID(),
      body,
      md5: createHash('md5').update(body).digest('hex'),
      sent: this.#clock.now(),
      received: 0,
      hiddenUntil: 0,
    };
    queue.messages.push(message);
    return message;
  }

  receive(named: string, most: number, visibilitySeconds: number | undefined): Message[] {
    const queue = this.get(named);
    const now = this.#clock.now();
    const seconds = visibilitySeconds ?? Number(queue.attributes.get('VisibilityTimeout'));
    const retention = this.#clock.milliseconds(Number(queue.attributes.get('MessageRetentionPeriod')));
    queue.messages = queue.messages.filter(({ sent }) => now - sent < retention);
    const taken = queue.messages.filter(({ hiddenUntil }) => hiddenUntil <= now).slice(0, most);
    for (const message of taken) {
      message.received++;
      message.receipt = randomUUID();
      message.hiddenUntil = now + this.#clock.milliseconds(seconds);
    }
    return taken;
  }

  remove(named: string, receipt: string): void {
    const queue = this.get(named);
    queue.messages = queue.messages.filter((message) => message.receipt !== receipt);
  }
}
