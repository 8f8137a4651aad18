import { createHmac, randomUUID } from 'node:crypto';
import { request } from 'node:http';
import type { Repository, Webhook } from './repository.ts';

/** Milliseconds that GitHub waits for an answer. */
const ANSWER_TIMEOUT_MS = 10_000;
/** Deliveries that are kept to be looked at, and bytes of each answer. */
const KEPT_DELIVERIES = 200;
const KEPT_BYTES = 65_536;

/** One webhook request as it went. */
export interface HookDelivery {
  /** Of this try. */
  readonly id: string;
  /** `X-GitHub-Delivery`: the same when it is sent again. */
  readonly guid: string;
  readonly repository: string;
  readonly event: string;
  readonly webhook: Webhook;
  readonly requestBody: string;
  readonly deliveredAt: Date;
  readonly redelivery: boolean;
  /** Absent while it is under way, and when no answer came. */
  status?: number;
  responseBody?: string;
  error?: string;
  milliseconds?: number;
}

/** Sends webhooks as GitHub does: signed, once, without retries. */
export class HookDeliveries {
  /** The oldest first. */
  readonly all: HookDelivery[] = [];
  readonly #closing = new AbortController();

  send(repository: Repository, event: string, payload: object): Promise<HookDelivery[]> {
    const requestBody = JSON.stringify(payload);
    const guid = randomUUID();
    return Promise.all(
      repository.webhooks.map((webhook) =>
        this.#deliver({ guid, repository: repository.fullName, event, webhook, requestBody }, false),
      ),
    );
  }

  /** Sends one again, as the button on GitHub does. @throws Error when there is no such delivery */
  redeliver(id: string): Promise<HookDelivery> {
    const delivery = this.all.find((item) => item.id === id);
    if (!delivery) throw new Error(`there is no webhook delivery ${id}`);
    return this.#deliver(delivery, true);
  }

  close(): void {
    this.#closing.abort();
  }

  async #deliver(
    {
      guid,
      repository,
      event,
      webhook,
      requestBody,
    }: Pick<HookDelivery, 'guid' | 'repository' | 'event' | 'webhook' | 'requestBody'>,
    redelivery: boolean,
  ): Promise<HookDelivery> {
    const delivery: HookDelivery = {
      ...{ id: randomUUID(), guid, repository, event, webhook, requestBody, redelivery },
      deliveredAt: new Date(),
    };
    this.all.push(delivery);
    if (this.all.length > KEPT_DELIVERIES) this.all.shift();
    const began = performance.now();
    try {
      Object.assign(delivery, await this.#post(delivery));
    } catch (error) {
      delivery.error = error instanceof Error ? error.message : String(error);
    }
    delivery.milliseconds = performance.now() - began;
    return delivery;
  }

  #post({
    webhook,
    requestBody,
    event,
    guid,
  }: HookDelivery): Promise<{ status: number; responseBody: string }> {
    const url = new URL(webhook.url);
    // Names below .localhost stand for this machine, but Node asks the resolver for them.
    const hostname = url.hostname.endsWith('.localhost') ? '127.0.0.1' : url.hostname;
    const body = Buffer.from(requestBody);
    const signature = (hash: string): string =>
      `${hash}=${createHmac(hash, webhook.secret).update(body).digest('hex')}`;
    return new Promise((resolve, reject) => {
      if (url.protocol !== 'http:')
        throw new Error(`webhooks go to http addresses only, not to ${webhook.url}`);
      const outgoing = request(
        {
          hostname,
          port: url.port || 80,
          path: `${url.pathname}${url.search}`,
          method: 'POST',
          signal: AbortSignal.any([this.#closing.signal, AbortSignal.timeout(ANSWER_TIMEOUT_MS)]),
          headers: {
            host: url.host,
            'content-type': 'application/json',
            'content-length': body.length,
            accept: '*/*',
            'user-agent': `GitHub-Hookshot/${guid.slice(0, 7)}`,
            'x-github-event': event,
            'x-github-delivery': guid,
            'x-hub-signature': signature('sha1'),
            'x-hub-signature-256': signature('sha256'),
          },
        },
        (response) => {
          const chunks: Buffer[] = [];
          response.on('data', (chunk: Buffer) => chunks.push(chunk));
          response.on('error', reject);
          response.on('end', () => {
            const text = Buffer.concat(chunks).subarray(0, KEPT_BYTES).toString();
            resolve({ status: response.statusCode ?? 0, responseBody: text });
          });
        },
      );
      outgoing.on('error', reject);
      outgoing.end(body);
    });
  }
}
