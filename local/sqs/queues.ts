import type { Clock } from '../clock.ts';
import { AwsError } from '../gateway/service.ts';
import type { Account } from '../parts.ts';
import { attributesOf } from './attributes.ts';
import type { Message } from './message.ts';
import { Queue } from './queue.ts';

/** The account's queues. */
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

  /** By name, URL or ARN. */
  find(named: string): Queue | undefined {
    return this.#byName.get(named.split(/[/:]/).at(-1) ?? '');
  }

  /** @throws AwsError QueueDoesNotExist */
  get(named: string): Queue {
    const queue = this.find(named);
    if (queue) return queue;
    throw new AwsError('QueueDoesNotExist', 'The specified queue does not exist.');
  }

  /** The same queue again when it is asked for as it is. @throws AwsError QueueNameExists, UnsupportedOperation */
  create(name: string, given: Readonly<Record<string, string | undefined>>): Queue {
    if (given.FifoQueue === 'true' || name.endsWith('.fifo'))
      throw new AwsError('UnsupportedOperation', 'the local cloud has standard queues only');
    const { FifoQueue: _, ...settings } = given;
    const existing = this.#byName.get(name);
    if (existing) {
      const differs = Object.entries(settings).find(([key, value]) => existing.attributes.get(key) !== value);
      if (!differs) return existing;
      throw new AwsError(
        'QueueNameExists',
        `A queue already exists with the same name and a different value for attribute ${differs[0]}`,
      );
    }
    const { id, region, endpoint } = this.#account;
    const names = { name, url: `${endpoint}/${id}/${name}`, arn: `arn:aws:sqs:${region}:${id}:${name}` };
    const queue = new Queue(names, attributesOf(settings), this.#clock);
    this.#byName.set(name, queue);
    return queue;
  }

  delete(named: string): void {
    this.#byName.delete(this.get(named).names.name);
  }

  receive(queue: Queue, most: number, visibilitySeconds: number): Message[] {
    return queue.receive(most, visibilitySeconds, (arn, message) => {
      // Where the dead letters' queue is gone, they are lost, as on AWS.
      this.find(arn)?.add({ ...message, received: 0, receipt: undefined, hiddenUntil: 0 });
    });
  }
}
