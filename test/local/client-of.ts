import type { Call } from '../../local/gateway/service.ts';
import type { Part } from '../../local/parts.ts';

/** An SDK client's `send` straight to the operations of a part, without a gateway between. */
export function clientOf<Client extends { send: unknown }>(part: Part): Client {
  const send = async (command: { input: never; constructor: { name: string } }) => {
    const operation = command.constructor.name.replace(/Command$/, '');
    const call: Call = {
      service: part.service?.client ?? '',
      operation,
      caller: { arn: 'arn:aws:iam::000000000000:root', accountId: '000000000000' },
      requestId: 'test',
    };
    const found = part.service?.operations[operation];
    if (!found) throw new Error(`${operation} is not there`);
    return found(command.input, call);
  };
  // Only `send` is used of it.
  return { send } as unknown as Client;
}
