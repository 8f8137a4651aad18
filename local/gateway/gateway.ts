import { randomUUID } from 'node:crypto';
import type { Identities } from '../parts.ts';
import { answerDate } from './answer-date.ts';
import { inWordsOf } from './caller-errors.ts';
import { recordDeparture } from './departures.ts';
import { HttpServer, type SideRoute } from './http-server.ts';
import { ConnectionCut, type Interceptor } from './interceptor.ts';
import { isListed } from './listed-errors.ts';
import type { WireRequest, WireResponse } from './message.ts';
import type { OperationModel, Paging, ServiceModel } from './model.ts';
import { Models } from './models.ts';
import { told } from './refusal.ts';
import {
  credentialScope,
  type Routed,
  routeRequest,
  sessionToken,
  unknownOperation,
  unsigned,
} from './route.ts';
import { schemaOf, structure } from './schema.ts';
import { AwsError, type Call, type Service } from './service.ts';
import { violations } from './validate.ts';
import { readCbor, writeCbor } from './wire/cbor.ts';
import { readEc2Query, writeEc2Query } from './wire/ec2-query.ts';
import { writeFault } from './wire/fault.ts';
import { readJson, writeJson } from './wire/json.ts';
import { readQuery, writeQuery } from './wire/query.ts';
import { readRest } from './wire/rest-request.ts';
import { writeRest } from './wire/rest-response.ts';

/** A call that was answered, for whoever records or counts them. */
export interface AnsweredCall extends Call {
  readonly input: unknown;
  /** AWS's error code, when it was refused; `ConnectionCut` when it got no answer. */
  readonly error?: string;
  readonly milliseconds: number;
}

/** How an operation pages, and the fewest items that its limit can ask for. */
export interface ForcedPaging extends Paging {
  readonly smallest: number;
}

export interface GatewayOptions {
  readonly services: readonly Service[];
  /** Credentials are not checked where `check` is not given. */
  readonly identities: Pick<Identities, 'callerOf'> & Partial<Pick<Identities, 'check'>>;
  readonly routes?: readonly SideRoute[];
  /** Says whether the caller may do this, by throwing where it may not. All may, where it is not given. */
  readonly judge?: (call: Call, input: unknown) => void;
  /** One that listens already; what it is asked from now on is answered. */
  readonly server?: HttpServer;
}

/** One port for all services: requests and answers go through AWS's own schemas, as the SDK's clients ship them. */
export class Gateway {
  /** Where this gateway departed from a model. A test run in which this is not empty has failed. */
  readonly violations: string[] = [];
  readonly #interceptors = new Set<Interceptor>();
  readonly #listeners = new Set<(call: AnsweredCall) => void>();
  readonly #services: ReadonlyMap<string, Service>;
  readonly #models: Models;
  readonly #options: GatewayOptions;
  readonly #server: HttpServer;

  constructor(options: GatewayOptions, models: Models) {
    this.#options = options;
    this.#models = models;
    this.#services = new Map(options.services.map((service) => [service.client, service]));
    this.#server = options.server ?? new HttpServer();
    this.#server.serve({ routes: options.routes ?? [], answer: (request) => this.answer(request) });
  }

  /** @param port 0 for any free one. @throws Error when it is taken */
  listen(port: number): Promise<number> {
    return this.#server.listen(port);
  }

  /** Calls back for each call once it has been answered. Returns how to stop that. */
  onCall(listener: (call: AnsweredCall) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Stands between each call that is allowed and its operation. Returns how to take it away again. */
  intercept(interceptor: Interceptor): () => void {
    this.#interceptors.add(interceptor);
    return () => this.#interceptors.delete(interceptor);
  }

  /** How an operation pages; undefined for one that does not. */
  pagingOf({ service, operation }: Pick<Call, 'service' | 'operation'>): ForcedPaging | undefined {
    const model = this.#models.find(service);
    const { paging, input } = model?.operations.get(operation) ?? {};
    if (!model || !paging || !input) return undefined;
    const limit = `${structure(schemaOf(input)).name}.${paging.limitKey}`;
    return { ...paging, smallest: model.constraints[limit]?.min ?? 1 };
  }

  /** The operations that are there, by service. */
  get operations(): ReadonlyMap<string, readonly string[]> {
    return new Map([...this.#services].map(([client, { operations }]) => [client, Object.keys(operations)]));
  }

  close(): Promise<void> {
    return this.#server.close();
  }

  /** Answers one request of an AWS client. @throws ConnectionCut where it is to get no answer; nothing else */
  async answer(request: WireRequest): Promise<WireResponse> {
    const requestId = randomUUID();
    const began = performance.now();
    const { accessKeyId, service } = credentialScope(request);
    const routed = routeRequest(await this.#models.signedFor(service), request);
    const caller = this.#options.identities.callerOf(accessKeyId);
    const call: Call = {
      service: routed.model?.client ?? service,
      operation: routed.named,
      caller,
      requestId,
    };
    let input: unknown;
    let failed: string | undefined;
    let answer: WireResponse | undefined;
    try {
      const { model, operation } = routed;
      const handler = model && operation && this.#services.get(model.client)?.operations[operation.name];
      if (accessKeyId === undefined) throw unsigned();
      this.#options.identities.check?.(accessKeyId, sessionToken(request));
      if (!model || !operation || !handler) throw unknownOperation(routed, service);
      input = await read(model, operation, routed);
      this.#options.judge?.(call, input);
      for (const interceptor of this.#interceptors) await interceptor.before?.(call, input);
      const output = await this.#run(model, operation, () => handler(input as never, call));
      for (const interceptor of this.#interceptors) await interceptor.after?.(call, input);
      answer = this.#write(model, operation, routed, output as Record<string, unknown>, requestId);
    } catch (error) {
      if (error instanceof ConnectionCut) failed = error.name;
      else {
        const fault =
          error instanceof AwsError ? inWordsOf(routed.model, routed.wire, error) : this.#bug(call, error);
        failed = fault.code;
        answer = writeFault(routed.model, routed.wire, fault, requestId);
      }
    }
    const answered = {
      ...call,
      input,
      milliseconds: performance.now() - began,
      ...(failed === undefined ? {} : { error: failed }),
    };
    for (const listener of this.#listeners) listener(answered);
    if (answer === undefined) throw new ConnectionCut();
    const headers = { ...answer.headers, ...answerDate(request), 'x-amzn-requestid': requestId };
    return { ...answer, headers };
  }

  /** What AWS does not list for an operation is answered all the same, and is a mistake of ours. */
  async #run(model: ServiceModel, operation: OperationModel, handle: () => unknown): Promise<unknown> {
    try {
      return (await handle()) ?? {};
    } catch (error) {
      const name = `${model.client}.${operation.name}`;
      if (error instanceof AwsError && !isListed(model, operation, error.code))
        this.#depart(`${name} answered with ${error.code}, which AWS does not list for it`);
      throw error;
    }
  }

  #depart(text: string): void {
    if (!this.violations.includes(text)) this.violations.push(text);
    recordDeparture(text);
    console.error(`local cloud: ${text}`);
  }

  #write(
    model: ServiceModel,
    operation: OperationModel,
    { wire }: Routed,
    output: Readonly<Record<string, unknown>>,
    requestId: string,
  ): WireResponse {
    const found = violations(model, operation.output, output, 'answer');
    if (found.length > 0) {
      const text = `${model.client}.${operation.name} would have answered against AWS's model: ${told(found)}`;
      this.#depart(text);
      throw new AwsError('InternalFailure', text, { status: 500 });
    }
    if (wire === 'json') return writeJson(model, operation, output);
    if (wire === 'cbor') return writeCbor(model, operation, output);
    if (wire === 'ec2Query') return writeEc2Query(model, operation, output, requestId);
    return wire === 'query'
      ? writeQuery(model, operation, output, requestId)
      : writeRest(model, operation, output);
  }

  /** A crash of ours, wherever: a client would try again, and nobody would know. */
  #bug({ service, operation }: Call, error: unknown): AwsError {
    console.error(`local cloud: ${service}.${operation} failed:`, error);
    this.#depart(`${service}.${operation} failed: ${String(error)}`);
    const message = error instanceof Error ? error.message : String(error);
    return new AwsError('InternalFailure', `the local cloud failed at ${service}.${operation}: ${message}`, {
      status: 500,
    });
  }
}

async function read(
  model: ServiceModel,
  operation: OperationModel,
  { wire, request, form }: Routed,
): Promise<unknown> {
  if (wire === 'json') return readJson(model, operation, request);
  if (wire === 'cbor') return readCbor(model, operation, request);
  if (form === undefined) return readRest(model, operation, request);
  return wire === 'ec2Query' ? readEc2Query(model, operation, form) : readQuery(model, operation, form);
}

/** Loads the services' models and makes the gateway. @throws Error when a service has an operation that AWS has not */
export async function createGateway(options: GatewayOptions): Promise<Gateway> {
  return new Gateway(options, await Models.of(options.services));
}
