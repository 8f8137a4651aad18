import type { Target } from '../../../../shared/deployment/ports.ts';
import type { Time } from './time.ts';

interface Run {
  readonly id: string;
  readonly token: string;
  readonly revision: string;
  readonly name: string;
  /** Undefined while it runs. */
  exitCode?: number;
}

/** How long a task runs, in seconds. */
const RUNS_FOR = 20;

/** Tasks that a provider runs: what is started under the same token is the same task. */
export class Tasks {
  readonly #runs: Run[] = [];
  readonly #time: Time;
  readonly #onEnd: () => void;
  /** Whether a task of this name ends with 0. */
  readonly #works: (revision: string, name: string) => boolean;

  constructor(time: Time, onEnd: () => void, works: (revision: string, name: string) => boolean) {
    this.#time = time;
    this.#onEnd = onEnd;
    this.#works = works;
  }

  readonly ports: Pick<Target, 'runTask' | 'lookAtTask' | 'stopTask'> = {
    runTask: async (revision, { name }, { token }) => {
      const known = this.#runs.find((one) => one.token === token);
      const run = known ?? { id: `task-${this.#runs.length + 1}`, token, revision, name };
      if (known === undefined) {
        this.#runs.push(run);
        const exitCode = this.#works(revision, name) ? 0 : 1;
        this.#time.after(RUNS_FOR, () => this.#end(run, exitCode));
      }
      return { id: run.id, container: 'web' };
    },
    lookAtTask: async ({ id }) => {
      const exitCode = this.#runs.find((one) => one.id === id)?.exitCode;
      if (exitCode === undefined) return { phase: 'running', detail: 'RUNNING' };
      return { phase: 'ended', exitCode, reason: 'Essential container in task exited', log: [] };
    },
    stopTask: async ({ id }) => {
      const run = this.#runs.find((one) => one.id === id);
      if (run) this.#end(run, 137);
    },
  };

  /** Of all runs of such a task, in the order in which they began. */
  exitCodes(revision: string, name: string): (number | undefined)[] {
    return this.#runs
      .filter((run) => run.revision === revision && run.name === name)
      .map(({ exitCode }) => exitCode);
  }

  #end(run: Run, exitCode: number): void {
    if (run.exitCode !== undefined) return;
    run.exitCode = exitCode;
    this.#onEnd();
  }
}
