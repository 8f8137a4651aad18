import { readFile } from 'node:fs/promises';
import {
  type ErrorSchema,
  membersOf,
  memberTraits,
  readError,
  readOperation,
  type SchemaRef,
  schemaOf,
  structure,
} from './schema.ts';

export type Wire = 'json' | 'cbor' | 'query' | 'ec2Query' | 'restJson' | 'restXml';

const WIRES: Readonly<Record<string, Wire>> = {
  'aws.protocols#awsJson1_0': 'json',
  'aws.protocols#awsJson1_1': 'json',
  'aws.protocols#awsQuery': 'query',
  'aws.protocols#ec2Query': 'ec2Query',
  'aws.protocols#restJson1': 'restJson',
  'aws.protocols#restXml': 'restXml',
};

/** How a request for an operation looks on the wire, for protocols that bind it to HTTP. */
export interface Route {
  readonly method: string;
  readonly path: RegExp;
  readonly labels: readonly string[];
  /** Constant query parameters; an empty value means that any will do. */
  readonly query: readonly (readonly [string, string])[];
  readonly requiredQuery: readonly string[];
  readonly requiredHeaders: readonly string[];
  readonly status: number;
}

/** How an operation pages, from AWS's published paginators. */
export interface Paging {
  readonly inputToken: readonly string[];
  readonly outputToken: readonly string[];
  /** The member that limits a page; some operations have none. */
  readonly limitKey?: string;
  readonly resultKey: readonly string[];
}

export interface OperationModel {
  readonly name: string;
  readonly input: SchemaRef;
  readonly output: SchemaRef;
  readonly route?: Route;
  /** The errors that AWS lists for it, by their shapes' names. */
  readonly errors: readonly string[];
  readonly paging?: Paging;
}

/** Enum, length, range and pattern of a member, from AWS's published service models: the SDK does not carry them. */
export interface Constraint {
  readonly enum?: readonly string[];
  readonly min?: number;
  readonly max?: number;
  readonly pattern?: string;
}

export interface ServiceModel {
  readonly client: string;
  readonly wire: Wire;
  /** The service's name in a signature's credential scope. */
  readonly signingName: string;
  /** The first part of `x-amz-target`. */
  readonly target: string;
  readonly version: string;
  readonly xmlNamespace: string;
  readonly namespace: string;
  /** JSON that still gives the error codes of an older query protocol. */
  readonly queryCompatible: boolean;
  readonly operations: ReadonlyMap<string, OperationModel>;
  /** With a route, the most specific first. */
  readonly routed: readonly (OperationModel & { readonly route: Route })[];
  readonly errors: ReadonlyMap<string, ErrorSchema>;
  /** By `Structure.member`, with `[]` for what is in a list and `{}` for what is in a map. */
  readonly constraints: Readonly<Record<string, Constraint>>;
  /** Members that there are beyond the SDK's schemas, by `Structure.member`: their values pass as they are. */
  readonly newer: ReadonlySet<string>;
}

interface ClientConfig {
  readonly protocolSettings: {
    readonly serviceTarget: string;
    readonly version: string;
    readonly xmlNamespace?: string;
    readonly defaultNamespace: string;
    readonly awsQueryCompatible?: boolean;
  };
  readonly protocol: { getShapeId(): string; awsQueryCompatible?: boolean };
  readonly defaultSigningName: string;
}

type ClientModule = Readonly<Record<string, unknown>>;
type ClientClass = new (settings: object) => { readonly config: ClientConfig };

/**
 * Reads a service's model out of its SDK client.
 * @param client `ecs` is `@aws-sdk/client-ecs`
 * @param newer `Structure.member` of what this AWS knows and that client does not
 */
export async function loadModel(client: string, newer: readonly string[] = []): Promise<ServiceModel> {
  const module = (await import(`@aws-sdk/client-${client}`)) as ClientModule;
  const { protocolSettings, protocol, defaultSigningName } = configOf(client, module);
  const wire = WIRES[protocol.getShapeId()];
  if (wire === undefined)
    throw new Error(`${client} speaks ${protocol.getShapeId()}, which the gateway does not`);
  const facts = await loadFacts(client);
  const operations = new Map<string, OperationModel>();
  const errors = new Map<string, ErrorSchema>();
  for (const value of Object.values(module)) {
    const error = readError(value);
    if (error) {
      errors.set(error.name, error);
      const code = error.traits.awsQueryError?.[0];
      if (code) errors.set(code, error);
    }
    const operation = readOperation(value);
    if (!operation) continue;
    const { name, input, output, traits } = operation;
    const route = traits.http && wire.startsWith('rest') ? routeOf(traits.http, input) : undefined;
    operations.set(name, {
      name,
      input,
      output,
      errors: [],
      ...facts.operations[name],
      ...(route ? { route } : {}),
    });
  }
  return {
    client,
    wire,
    signingName: defaultSigningName,
    target: protocolSettings.serviceTarget,
    version: protocolSettings.version,
    xmlNamespace: protocolSettings.xmlNamespace ?? '',
    namespace: protocolSettings.defaultNamespace,
    queryCompatible: Boolean(protocolSettings.awsQueryCompatible ?? protocol.awsQueryCompatible),
    operations,
    routed: [...operations.values()].filter(hasRoute).sort(mostSpecificFirst),
    errors,
    constraints: facts.members,
    newer: new Set(newer),
  };
}

function configOf(client: string, module: ClientModule): ClientConfig {
  const name = Object.keys(module).find((key) => key.endsWith('Client') && key !== '__Client');
  const Client = name === undefined ? undefined : (module[name] as ClientClass);
  if (Client === undefined) throw new Error(`@aws-sdk/client-${client} exports no client`);
  const credentials = { accessKeyId: 'model', secretAccessKey: 'model' };
  return new Client({ region: 'us-east-1', credentials }).config;
}

function routeOf([method, uri, status]: readonly [string, string, number], input: SchemaRef): Route {
  const [path = '/', query = ''] = uri.split('?');
  const labels: string[] = [];
  const pattern = path
    .replace(/[.()$]/g, '\\$&')
    .replace(/\{([^}+]+)(\+?)\}/g, (_, label: string, greedy: string) => {
      labels.push(label);
      return greedy ? '(.+)' : '([^/]+)';
    });
  const schema = schemaOf(input);
  const required = new Set(schema.isStructSchema() ? structure(schema).required : []);
  const requiredTraits = schema.isStructSchema()
    ? membersOf(schema)
        .filter(([name]) => required.has(name))
        .map(([, member]) => memberTraits(member))
    : [];
  return {
    method,
    path: new RegExp(`^${pattern}/?$`),
    labels,
    query: [...new URLSearchParams(query)],
    requiredQuery: requiredTraits.flatMap(({ httpQuery }) => httpQuery ?? []),
    requiredHeaders: requiredTraits.flatMap(({ httpHeader }) => httpHeader?.toLowerCase() ?? []),
    status,
  };
}

function hasRoute(operation: OperationModel): operation is OperationModel & { readonly route: Route } {
  return operation.route !== undefined;
}

function mostSpecificFirst(a: { route: Route }, b: { route: Route }): number {
  return weight(b.route) - weight(a.route) || a.route.labels.length - b.route.labels.length;
}

function weight({ query, requiredQuery, requiredHeaders }: Route): number {
  return query.filter(([name]) => name !== 'x-id').length + requiredQuery.length + requiredHeaders.length;
}

/** What scripts/make-constraints.py wrote of a service. */
interface Facts {
  readonly members: Readonly<Record<string, Constraint>>;
  readonly operations: Readonly<Record<string, Pick<OperationModel, 'paging'> & { errors?: string[] }>>;
}

async function loadFacts(client: string): Promise<Facts> {
  const text = await readFile(new URL(`./constraints/${client}.json`, import.meta.url), 'utf8');
  return JSON.parse(text) as Facts;
}
