import { startCloud } from '../../local/cloud.ts';
import { takeDepartures } from '../../local/gateway/departures.ts';
import type { ServiceModel } from '../../local/gateway/model.ts';
import { refusalCodes } from '../../local/gateway/refusal.ts';
import { schemaOf } from '../../local/gateway/schema.ts';
import { violations } from '../../local/gateway/validate.ts';
import { sdkClient } from '../local/models/sdk-clients.ts';
import { type Example, sdkValue } from './examples.ts';
import type { Finding } from './finding.ts';
import { preparation } from './preparation.ts';
import { Renaming } from './renaming.ts';

/** What makes things goes before what looks at them or changes them; what removes them goes last. */
const ORDER = [
  /^(Create|Register(?!Targets))/,
  /^(Put|Add|Attach|RegisterTargets)/,
  /^(?!Delete|Deregister|Remove|Detach)/,
];

const rank = ({ operation }: Example) => {
  const found = ORDER.findIndex((pattern) => pattern.test(operation));
  return found < 0 ? ORDER.length : found;
};

/** Makes each request to a fresh local cloud. An error that AWS lists for the operation is an answer as modelled, too. */
export async function replayCalls(model: ServiceModel, examples: readonly Example[]): Promise<Finding[]> {
  const cloud = await startCloud({ engine: 'process', pace: 20 });
  try {
    return await call(model, examples, cloud.account.endpoint);
  } finally {
    await cloud.close();
  }
}

async function call(model: ServiceModel, examples: readonly Example[], endpoint: string): Promise<Finding[]> {
  const renaming = new Renaming();
  const steps = (await preparation())[model.client] ?? [];
  for (const { client = model.client, operation, input, published } of steps)
    renaming.learn(
      published,
      await (await sdkClient(endpoint, client)).send(operation, renaming.apply(input)),
    );
  const { send } = await sdkClient(endpoint, model.client);
  const findings: Finding[] = [];
  for (const example of examples.toSorted((one, other) => rank(one) - rank(other))) {
    const schema = schemaOf(model.operations.get(example.operation)?.input ?? 0);
    const input = sdkValue(schema, renaming.apply(example.input)) as object; // requests are structures
    // Told of by the replay of the wire.
    if (violations(model, schema, input, 'value').length > 0) continue;
    const ending = await send(example.operation, input).then(
      (answer) => {
        renaming.learn(example.output, answer);
        return undefined;
      },
      (error: Error) => error,
    );
    const departures = takeDepartures();
    if (departures.length > 0) findings.push({ example, what: 'call', problem: departures.join('; ') });
    else if (ending === undefined) findings.push({ example, what: 'answered' });
    else
      findings.push({ example, what: 'errors as modelled', said: String(ending), ...refused(model, ending) });
  }
  return findings;
}

/** The example was read by the replay of the wire: a refusal by the model is then of what was renamed. */
function refused(model: ServiceModel, { name, message }: Error): { problem?: string } {
  const { rule, missing, type } = refusalCodes(model);
  const isRefusal = [rule, missing, type].includes(name) && message.includes('failed to satisfy constraint');
  return isRefusal ? { problem: `${name}: ${message}` } : {};
}
