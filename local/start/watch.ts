import type { Cloud } from '../cloud.ts';
import type { Narrator } from './narrator.ts';

/** When things happened on the way of one push, in seconds since it began. */
export interface Marks {
  buildStarted?: number;
  imagePushed?: number;
  updated?: number;
  rolledOut?: number;
  ended?: number;
}

interface Told {
  readonly source: string;
  readonly 'detail-type': string;
  readonly detail: Readonly<Record<string, unknown>>;
}

/** Tells what happens in the cloud as it happens, from the calls and events that really pass there. */
export class Watch {
  marks: Marks = {};
  readonly #narrator: Narrator;
  readonly #stop: (() => void)[];
  readonly #waiting = new Set<(event: Told) => void>();

  constructor(cloud: Cloud, narrator: Narrator) {
    this.#narrator = narrator;
    this.#stop = [
      cloud.events.onEvent((event) => {
        this.#hear(event as unknown as Told);
      }),
      cloud.gateway.onCall(({ operation, error, caller }) => {
        if (error !== undefined || caller.roleArn === undefined) return;
        if (operation === 'StartBuild') this.#mark('buildStarted', 'CodeBuild builds the commit');
        if (operation === 'UpdateService') this.#mark('updated', 'ECS rolls the service');
        if (operation === 'CreateApplicationVersion')
          this.#narrator.say('Elastic Beanstalk gets an application version of the image');
      }),
    ];
  }

  /** Begins anew for the next push. */
  reset(): void {
    this.marks = {};
  }

  close(): void {
    for (const stop of this.#stop) stop();
  }

  /** The next event of a kind whose detail fits. */
  next(
    detailType: string,
    fits: (detail: Readonly<Record<string, unknown>>) => boolean,
  ): Promise<Readonly<Record<string, unknown>>> {
    return new Promise((resolve) => {
      const listener = (event: Told) => {
        if (event['detail-type'] !== detailType || !fits(event.detail)) return;
        this.#waiting.delete(listener);
        resolve(event.detail);
      };
      this.#waiting.add(listener);
    });
  }

  #hear(event: Told): void {
    const { detail } = event;
    switch (event['detail-type']) {
      case 'Push Accepted':
        this.#narrator.say(`push accepted: ${short(detail.commit)} "${detail.message ?? ''}"`);
        break;
      case 'ECR Image Action':
        if (detail['action-type'] === 'PUSH')
          this.#mark(
            'imagePushed',
            `image pushed: ${short(detail['image-tag'])} ${String(detail['image-digest']).slice(0, 19)}`,
          );
        break;
      case 'ECS Deployment State Change':
        if (detail.eventName === 'SERVICE_DEPLOYMENT_COMPLETED')
          this.#mark('rolledOut', 'ECS: deployment completed');
        else if (/rolling back|FAILED/.test(`${detail.reason} ${detail.eventName}`))
          this.#narrator.say(`ECS: ${detail.reason}`);
        break;
      case 'Elastic Beanstalk resource status change':
        if (/^Environment update/.test(String(detail.Status)))
          this.#narrator.say(`Elastic Beanstalk: ${detail.Message}`);
        break;
      case 'Deployment Started':
        this.#narrator.say(`deployment ${detail.deployment} holds its target`);
        break;
      case 'Deployment Ended':
        this.#mark('ended', `${String(detail.verdict).toUpperCase()}: ${detail.reason}`);
        break;
      case 'Build Ended':
        if (detail.status !== 'SUCCEEDED') this.#narrator.say(`build ${detail.status}: ${detail.reason}`);
        break;
      default:
    }
    for (const listener of [...this.#waiting]) listener(event);
  }

  #mark(name: keyof Marks, text: string): void {
    this.marks[name] ??= this.#narrator.seconds();
    this.#narrator.say(text);
  }
}

function short(commit: unknown): string {
  return String(commit).slice(0, 7);
}
