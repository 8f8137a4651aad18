import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { DockerApi } from '../../../local/containers/docker/api.ts';
import { DockerContainer } from '../../../local/containers/docker/container.ts';

// An engine that fails at a moment of one's choice: a real one cannot be made to.

const timeout = 20_000;

let engine: Engine;
beforeEach(async () => {
  engine = await Engine.start();
});
afterEach(() => engine.close());

it('is asked after again when the engine’s answer was cut, and not taken for ended', async () => {
  const container = new DockerContainer(engine.api, 'c1', spec);
  await container.start();
  let exited: unknown;
  void container.exited.then((exit) => {
    exited = exit;
  });
  engine.failing = ['wait'];
  engine.cutWaits();
  await vi.waitFor(() => expect(engine.failures).toBeGreaterThan(0), { timeout });
  engine.failing = [];
  await vi.waitFor(() => expect(engine.waiting.size).toBe(1), { timeout });
  expect([exited, engine.isRemoved]).toEqual([undefined, false]);
  engine.end(3);
  expect(await container.exited).toEqual({ code: 3 });
  expect(engine.isRemoved).toBe(true);
});

it('is heard again from where it was, when the connection was cut', async () => {
  let heard = '';
  const onOutput = (text: string) => {
    heard += text;
  };
  const container = new DockerContainer(engine.api, 'c1', { ...spec, onOutput });
  await container.start();
  engine.say(1, 'one — ');
  engine.say(2, 'oh! ');
  await vi.waitFor(() => expect(heard).toBe('one — oh! '), { timeout });
  engine.cut();
  engine.say(1, 'two — ');
  await vi.waitFor(() => expect(heard).toBe('one — oh! two — '), { timeout });
  engine.cut('end');
  engine.say(2, 'again! ');
  engine.say(1, 'three');
  engine.end(3);
  expect(await container.exited).toEqual({ code: 3 });
  expect(heard).toBe('one — oh! two — again! three');
});

it('ends for good where it cannot be asked to', async () => {
  const container = new DockerContainer(engine.api, 'c1', spec);
  await container.start();
  engine.failing = ['stop'];
  expect(await container.stop()).toMatchObject({ code: 137 });
  expect(engine.isRemoved).toBe(true);
});

it('is asked to end until the engine takes it', async () => {
  const container = new DockerContainer(engine.api, 'c1', spec);
  await container.start();
  engine.failing = ['stop', 'remove'];
  const stopped = container.stop();
  await vi.waitFor(() => expect(engine.failures).toBe(2), { timeout });
  engine.failing = [];
  expect(await stopped).toEqual({ code: 143 });
  expect(engine.isRemoved).toBe(true);
});

it('is removed again where its output cannot be read', async () => {
  engine.failing = ['attach'];
  const container = new DockerContainer(engine.api, 'c1', spec);
  await expect(container.start()).rejects.toThrow('the engine is not well');
  expect(engine.isRemoved).toBe(true);
});

const spec = {
  name: 'c1',
  image: 'app',
  environment: {},
  ports: [],
  stopTimeout: 1,
  onOutput: () => undefined,
};

/** One container, that runs until its end is told or it is removed. */
class Engine {
  /** The calls that fail. */
  failing: readonly string[] = [];
  failures = 0;
  isRemoved = false;
  readonly waiting = new Set<ServerResponse>();
  readonly api: DockerApi;
  readonly #server;
  readonly #listening = new Set<ServerResponse>();
  readonly #said: Buffer[] = [];
  #exitCode: number | undefined;

  private constructor(server: ReturnType<typeof createServer>) {
    this.#server = server;
    this.api = new DockerApi({ host: '127.0.0.1', port: (server.address() as AddressInfo).port });
    server.on('request', (request, response) => this.#answer(request, response));
  }

  static async start(): Promise<Engine> {
    const server = createServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new Engine(server);
  }

  cutWaits(): void {
    for (const response of this.waiting) response.destroy();
    this.waiting.clear();
  }

  /** A piece of output, on stdout (1) or stderr (2). */
  say(source: number, text: string): void {
    const piece = Buffer.from(text);
    const header = Buffer.from([source, 0, 0, 0, 0, 0, 0, piece.length]);
    this.#said.push(Buffer.concat([header, piece]));
    for (const response of this.#listening) response.write(this.#said.at(-1));
  }

  /** As when an engine is started anew: what it told goes no further, which may look like its end. */
  cut(how: 'destroy' | 'end' = 'destroy'): void {
    this.cutWaits();
    for (const response of this.#listening) response[how]();
    this.#listening.clear();
  }

  end(code: number): void {
    this.#exitCode = code;
    for (const response of this.waiting) response.end('{}');
    for (const response of this.#listening) response.end();
    this.waiting.clear();
  }

  close(): void {
    this.api.close();
    this.#server.close();
    this.#server.closeAllConnections();
  }

  #answer({ method, url = '' }: IncomingMessage, response: ServerResponse): void {
    const asked = method === 'DELETE' ? 'remove' : url.replace(/^\/containers\/c1\/(\w+).*/, '$1');
    const call = asked === 'json' ? 'inspect' : asked;
    if (this.failing.includes(call)) {
      this.failures++;
      response.writeHead(500).end('{"message":"the engine is not well"}');
    } else if (this.isRemoved) response.writeHead(404).end('{"message":"No such container: c1"}');
    else if (call === 'attach') {
      this.#listening.add(response);
      response.writeHead(200).flushHeaders();
    } else if (call === 'logs') {
      response.writeHead(200).write(Buffer.concat(this.#said));
      if (this.#exitCode === undefined) this.#listening.add(response);
      else response.end();
    } else if (call === 'wait' && this.#exitCode === undefined) this.waiting.add(response);
    else if (call === 'inspect') response.end(JSON.stringify(this.#state));
    else {
      if (call === 'stop') this.end(143);
      if (call === 'remove') {
        this.isRemoved = true;
        this.end(137);
      }
      response.end('{}');
    }
  }

  get #state() {
    const State = { Running: this.#exitCode === undefined, ExitCode: this.#exitCode ?? 0, OOMKilled: false };
    return { State: { ...State, Error: '' }, NetworkSettings: { Ports: {} } };
  }
}
