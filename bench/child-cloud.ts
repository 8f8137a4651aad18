import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import type { CloudOptions } from '../local/cloud-options.ts';
import { startChild } from './child.ts';
import { cloudCommand, PROJECT } from './cloud-command.ts';
import type { Memory, Question, Started } from './cloud-program.ts';

/** A local cloud in a process of its own. */
export class ChildCloud {
  readonly pid: number;
  readonly environment: Started['environment'];
  readonly folder: string;
  readonly engine: Started['engine'];
  readonly #child: ChildProcess;
  readonly #ended: Promise<never>;

  private constructor(child: ChildProcess, { environment, folder, engine }: Started) {
    this.#child = child;
    this.#ended = once(child, 'exit').then(([code, signal]) => {
      throw new Error(`the local cloud has ended by itself, with ${signal ?? code}`);
    });
    this.#ended.catch(() => undefined);
    this.pid = child.pid ?? 0;
    this.environment = environment;
    this.folder = folder;
    this.engine = engine;
  }

  /** @param variables that it has beside those of `npm run cloud` */
  static async start(
    options: CloudOptions,
    variables: Readonly<Record<string, string>> = {},
  ): Promise<ChildCloud> {
    const { environment, options: nodeOptions } = await cloudCommand();
    const { child, message } = await startChild('cloud-program.ts', JSON.stringify(options), {
      cwd: PROJECT,
      env: { ...environment, ...variables },
      execArgv: ['--expose-gc', ...nodeOptions],
    });
    // The program's first message is of this type.
    return new ChildCloud(child, message as Started);
  }

  async memory(): Promise<Memory> {
    return (await this.#ask({ ask: 'memory' })) as Memory;
  }

  async addWebhook(repository: string, url: string, secret: string): Promise<void> {
    await this.#ask({ ask: 'webhook', repository, url, secret });
  }

  async close(): Promise<void> {
    const ended = once(this.#child, 'exit');
    await this.#ask({ ask: 'close' });
    this.#child.disconnect();
    await ended;
  }

  /** One question after the other: an answer does not say whose it is. */
  async #ask(question: Question): Promise<unknown> {
    const answered = once(this.#child, 'message');
    this.#child.send(question);
    const [answer] = await Promise.race([answered, this.#ended]);
    if (typeof answer === 'object' && answer !== null && 'error' in answer)
      throw new Error(`the local cloud failed at ${question.ask}: ${answer.error}`);
    return answer;
  }
}
