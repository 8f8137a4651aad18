/** A request as the SDK is about to send it. */
export interface OutgoingRequest {
  path: string;
  query: Record<string, string | string[] | null>;
  headers: Record<string, string>;
  body: unknown;
}

type Change = (request: OutgoingRequest) => void;

interface Client {
  send(command: unknown): Promise<unknown>;
  destroy(): void;
}

interface MiddlewareStack {
  add(
    middleware: (next: (args: unknown) => unknown) => (args: { request: OutgoingRequest }) => unknown,
    options: { step: 'finalizeRequest'; name: string; priority: 'high' },
  ): void;
}

interface Command {
  readonly middlewareStack: MiddlewareStack;
}

/** Any operation of any service by its name, through the SDK's own client for it. */
export interface SdkClient {
  /** @param change what is changed of the request on its way, to send what the SDK would not write */
  send(operation: string, input: object, change?: Change): Promise<Record<string, unknown>>;
  /** The SDK's class for an error, where it has one. */
  errorClass(name: string): (new (...args: never[]) => Error) | undefined;
  readonly sdk: Readonly<Record<string, unknown>>;
  readonly client: Client;
}

/** A client of a service, by the name of its package: `ecs` is `@aws-sdk/client-ecs`. */
export async function sdkClient(endpoint: string, name: string): Promise<SdkClient> {
  const sdk = (await import(`@aws-sdk/client-${name}`)) as Record<string, unknown>;
  const className = Object.keys(sdk).find((key) => key.endsWith('Client') && key !== '__Client') ?? '';
  // The SDK's generated packages all export their classes by these names.
  const Client = sdk[className] as new (settings: object) => Client;
  const client = new Client({
    endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'AKIALOCAL', secretAccessKey: 'local' },
    forcePathStyle: true,
    // A refused call is what is looked for, once.
    maxAttempts: 1,
  });
  return {
    sdk,
    client,
    send: async (operation, input, change) => {
      const Command = sdk[`${operation}Command`] as new (input: object) => Command;
      const command = new Command(input);
      if (change) intercept(command.middlewareStack, change);
      return (await client.send(command)) as Record<string, unknown>;
    },
    errorClass: (error) => sdk[error] as (new (...args: never[]) => Error) | undefined,
  };
}

/** Before the request is signed; the length is that of the new body. */
function intercept(stack: MiddlewareStack, change: Change): void {
  stack.add(
    (next) => (args) => {
      change(args.request);
      const { body } = args.request;
      if (typeof body === 'string') args.request.headers['content-length'] = String(Buffer.byteLength(body));
      return next(args);
    },
    { step: 'finalizeRequest', name: 'change', priority: 'high' },
  );
}
