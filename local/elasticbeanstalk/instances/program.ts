import type { Clock } from '../../clock.ts';
import type { Container, ContainerEngine, ContainerSpec } from '../../containers/engine.ts';

/** Seconds before a program that ended is started again; each further time doubles it. */
const FIRST_PAUSE = 10;
/** Seconds. */
const LONGEST_PAUSE = 300;

/** One container on an instance, kept running: the platform's service starts it again when it ends. */
export class Program {
  readonly spec: ContainerSpec;
  readonly #deps: { engine: ContainerEngine; clock: Clock; onChange: () => void };
  #container: Container | undefined;
  #starting: Promise<Container> | undefined;
  #stopped = false;
  #ends = 0;
  #exited = Promise.withResolvers<number>();

  constructor(spec: ContainerSpec, deps: { engine: ContainerEngine; clock: Clock; onChange: () => void }) {
    this.spec = spec;
    this.#deps = deps;
  }

  get isRunning(): boolean {
    return this.#container !== undefined;
  }

  get container(): Container | undefined {
    return this.#container;
  }

  /** How often it ended by itself. */
  get ends(): number {
    return this.#ends;
  }

  /** The exit code with which it first ended by itself. */
  get firstEnd(): Promise<number> {
    return this.#exited.promise;
  }

  /** @throws ContainerStartError */
  async start(): Promise<Container> {
    const { engine, clock, onChange } = this.#deps;
    const end = clock.begin(`start of container ${this.spec.name}`);
    this.#starting = engine.run(this.spec).finally(end);
    const container = await this.#starting;
    if (this.#stopped) {
      await container.stop();
      return container;
    }
    this.#container = container;
    void container.exited.then(async ({ code }) => {
      if (this.#stopped || this.#container !== container) return;
      this.#container = undefined;
      this.#ends++;
      this.#exited.resolve(code);
      onChange();
      // What ended is still there for the engine.
      await container.stop();
      this.#again();
    });
    onChange();
    return container;
  }

  /** Also while it is starting. Never rejects. */
  async stop(): Promise<void> {
    this.#stopped = true;
    const starting = await this.#starting?.catch(() => undefined);
    const end = this.#deps.clock.begin(`stop of container ${this.spec.name}`);
    try {
      await (this.#container ?? starting)?.stop();
    } finally {
      end();
    }
    this.#container = undefined;
  }

  #again(): void {
    const pause = Math.min(FIRST_PAUSE * 2 ** (this.#ends - 1), LONGEST_PAUSE);
    this.#deps.clock.after(pause, () => {
      if (this.#stopped) return;
      void this.start().catch(() => {
        this.#ends++;
        this.#again();
      });
    });
  }
}
