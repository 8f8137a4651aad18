import type { Readable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import type { Endpoint } from '../../network.ts';
import type { Container, ContainerSpec, Exit } from '../engine.ts';
import { type DockerApi, DockerError } from './api.ts';
import { removeContainer } from './inventory.ts';
import { Output } from './output.ts';

const details = z.looseObject({
  State: z.looseObject({
    Running: z.boolean(),
    ExitCode: z.number(),
    OOMKilled: z.boolean(),
    Error: z.string(),
  }),
  NetworkSettings: z.looseObject({
    Ports: z
      .record(z.string(), z.array(z.looseObject({ HostIp: z.string(), HostPort: z.string() })).nullable())
      .nullable(),
  }),
});

/** What the exit code of a command stands for that took too long: it was given up, as if it had been killed. */
const GIVEN_UP = 137;

/** An engine that does not answer is asked again so often and after so many real milliseconds: about as long as its restart takes. */
const TRIES = 30;
const PAUSE_MS = 1000;

/** A container that has been made, from its start to its removal. */
export class DockerContainer implements Container {
  readonly id: string;
  endpoints: ReadonlyMap<number, Endpoint> = new Map();
  exited: Promise<Exit> = Promise.resolve({ code: 0 });
  readonly #api: DockerApi;
  readonly #spec: ContainerSpec;
  readonly #output: Output;
  /** The engine did not answer for a while, and may have ended the output for that. */
  #wasAway = false;

  constructor(api: DockerApi, id: string, spec: ContainerSpec) {
    this.#api = api;
    this.id = id;
    this.#spec = spec;
    this.#output = new Output(spec.onOutput);
  }

  /** @throws DockerError when the engine cannot start it; it is removed then */
  async start(): Promise<void> {
    const api = this.#api;
    const path = `/containers/${this.id}`;
    let stream: Readable | undefined;
    try {
      // Attached before the start, or the first lines would be missing.
      stream = await api.open('POST', `${path}/attach?stream=1&stdout=1&stderr=1`);
      const output = this.#output.read(stream);
      // Asked for before the start as well: a container may end at once.
      const ended = api.call('POST', `${path}/wait?condition=next-exit`);
      ended.catch(() => undefined);
      await api.call('POST', `${path}/start`);
      this.endpoints = await this.#findEndpoints();
      this.exited = this.#end(ended, output);
    } catch (error) {
      stream?.destroy();
      await this.#remove();
      throw error;
    }
  }

  async stop(): Promise<Exit> {
    let isOver = false;
    void this.exited.then(() => {
      isOver = true;
    });
    // Asked until the engine takes it: a container that nobody has asked to end would be awaited for ever.
    while (!isOver && !(await this.#askToEnd())) await sleep(PAUSE_MS);
    return this.exited;
  }

  /** Where it cannot be stopped it is removed. False where the engine does neither. */
  #askToEnd(): Promise<boolean> {
    return this.#api
      .find('POST', `/containers/${this.id}/stop?t=${Math.ceil(this.#spec.stopTimeout)}`)
      .catch(() => removeContainer(this.#api, this.id))
      .then(
        () => true,
        () => false,
      );
  }

  async exec(command: readonly string[], timeoutSeconds: number): Promise<number> {
    const created = await this.#api.call('POST', `/containers/${this.id}/exec`, {
      json: { Cmd: command, AttachStdout: true, AttachStderr: true },
    });
    const { Id: id } = z.looseObject({ Id: z.string() }).parse(JSON.parse(created));
    const stream = await this.#api.open('POST', `/exec/${id}/start`, { json: { Detach: false, Tty: false } });
    stream.resume();
    const limit = new AbortController();
    const done = await Promise.race([
      finished(stream).then(() => true),
      sleep(timeoutSeconds * 1000, false, { signal: limit.signal }),
    ]);
    limit.abort();
    if (!done) {
      stream.destroy();
      return GIVEN_UP;
    }
    const { ExitCode } = z
      .looseObject({ ExitCode: z.number().nullable() })
      .parse(JSON.parse(await this.#api.call('GET', `/exec/${id}/json`)));
    return ExitCode ?? GIVEN_UP;
  }

  async #findEndpoints(): Promise<ReadonlyMap<number, Endpoint>> {
    const { NetworkSettings } = await this.#inspect();
    const bound = Object.entries(NetworkSettings.Ports ?? {}).flatMap(([port, hosts]) =>
      (hosts ?? []).map(
        ({ HostIp, HostPort }) =>
          [Number.parseInt(port, 10), { host: HostIp, port: Number(HostPort) }] as const,
      ),
    );
    return new Map(bound);
  }

  async #end(ended: Promise<string>, attached: Promise<boolean>): Promise<Exit> {
    const last = this.#lastState(ended);
    const output = this.#readAll(
      attached,
      last.then(
        () => true,
        () => true,
      ),
    );
    try {
      const { ExitCode, OOMKilled, Error: told } = await last;
      await output;
      const reason = OOMKilled ? 'OutOfMemoryError: Container killed due to memory usage' : told;
      return { code: ExitCode, ...(reason === '' ? {} : { reason }) };
    } catch (error) {
      // Someone removed it by hand, or the engine has gone.
      return { code: GIVEN_UP, reason: error instanceof Error ? error.message : String(error) };
    } finally {
      // Whatever is said of it: one that ran on would keep its port.
      await this.#remove();
    }
  }

  /**
   * How it has ended. A connection that is cut or an engine that is away says nothing of the container, which may well run on:
   * so it is asked until it tells.
   * @throws Error when the engine does not know it, or does not answer for long
   */
  async #lastState(ended: Promise<string>): Promise<z.infer<typeof details>['State']> {
    let asked = ended;
    for (let failures = 0; ; ) {
      try {
        await asked;
        const { State } = await this.#inspect();
        if (!State.Running) return State;
        failures = 0;
      } catch (error) {
        this.#wasAway = true;
        if (isUnknown(error) || ++failures === TRIES) throw error;
        await sleep(PAUSE_MS);
      }
      asked = this.#api.call('POST', `/containers/${this.id}/wait?condition=not-running`);
    }
  }

  /**
   * Gives on what it says until its end. A connection that is cut is taken up again with the engine's log of it, which begins
   * with the container: none is given twice, and none is lost that the log has. It has no more than its driver keeps: with
   * `max-size` the newest, with `none` nothing; and of bytes that are no UTF-8 it has more, so that the last ones come twice.
   */
  async #readAll(attached: Promise<boolean>, ended: Promise<true>): Promise<void> {
    let isWhole = await attached;
    for (let hasEnded = false; !hasEnded; isWhole = false) {
      // The engine ends the output a moment before it tells of the end.
      hasEnded = await Promise.race([ended, sleep(PAUSE_MS, false, { ref: false })]);
      if (hasEnded && isWhole && !this.#wasAway) return;
      // Once more after the end: who follows a log may not be given a last line without its end (seen of Docker 20.10).
      const query = `stdout=1&stderr=1&follow=${hasEnded ? 0 : 1}`;
      await this.#api.open('GET', `/containers/${this.id}/logs?${query}`).then(
        (stream) => this.#output.readAgain(stream),
        () => undefined,
      );
    }
  }

  /** What cannot be removed now is when the run ends: it has the run's label. */
  async #remove(): Promise<void> {
    await removeContainer(this.#api, this.id).catch(() => undefined);
  }

  async #inspect() {
    return details.parse(JSON.parse(await this.#api.call('GET', `/containers/${this.id}/json`)));
  }
}

const isUnknown = (error: unknown) => error instanceof DockerError && error.status === 404;
