import type { Part } from '../../local/parts.ts';
import { throughGateway } from './through-gateway.ts';

/** An SDK client package, as far as it is used here. */
type Sdk = Readonly<Record<string, unknown>>;

/**
 * Calls a service by the names of its operations, through the gateway and with the SDK's own client.
 * For tests that are about many operations of one service and only look at what they say.
 */
export async function sdkCaller(part: Part, sdk: Sdk, clientName: string) {
  const gateway = await throughGateway(part);
  // biome-ignore lint/suspicious/noExplicitAny: the client's classes are looked up by name
  const make = (name: string, input: object): any => new (sdk[name] as any)(input);
  const client = make(clientName, gateway.config);
  return {
    // biome-ignore lint/suspicious/noExplicitAny: answers are of any operation
    aws: (operation: string, input: object): Promise<any> => client.send(make(`${operation}Command`, input)),
    async close() {
      client.destroy();
      await gateway.close();
    },
  };
}
