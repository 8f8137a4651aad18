import { createGateway } from '../../local/gateway/index.ts';
import type { ServiceModel } from '../../local/gateway/model.ts';
import { told } from '../../local/gateway/refusal.ts';
import { schemaOf } from '../../local/gateway/schema.ts';
import { violations } from '../../local/gateway/validate.ts';
import { sdkClient } from '../local/models/sdk-clients.ts';
import { type Example, sdkValue } from './examples.ts';
import type { Finding } from './finding.ts';
import { comparable, holds } from './sameness.ts';

const owner = { arn: 'arn:aws:iam::000000000000:root', accountId: '000000000000' };

/**
 * Sends each request by the SDK's client to a gateway that answers with the example's answer: what is read on either side
 * must be what was given to the other.
 */
export async function replayWire(model: ServiceModel, examples: readonly Example[]): Promise<Finding[]> {
  let read: unknown;
  let answer: unknown;
  const handle = (input: unknown) => {
    read = input;
    return answer;
  };
  const operations = Object.fromEntries(examples.map(({ operation }) => [operation, handle]));
  const gateway = await createGateway({
    services: [{ client: model.client, operations }],
    identities: { callerOf: () => owner },
  });
  const endpoint = `http://127.0.0.1:${await gateway.listen(0)}`;
  const client = await sdkClient(endpoint, model.client);
  const findings: Finding[] = [];
  for (const example of examples) {
    const schemas = model.operations.get(example.operation);
    if (!schemas) continue;
    const [inputSchema, outputSchema] = [schemaOf(schemas.input), schemaOf(schemas.output)];
    const input = sdkValue(inputSchema, example.input) as object; // requests are structures
    answer = sdkValue(outputSchema, example.output);
    const wrong = {
      request: violations(model, inputSchema, input, 'value'),
      answer: violations(model, outputSchema, answer, 'answer'),
    };
    if (wrong.request.length > 0) findings.push({ example, what: 'request', problem: told(wrong.request) });
    if (wrong.answer.length > 0) findings.push({ example, what: 'answer', problem: told(wrong.answer) });
    if (wrong.request.length > 0 || wrong.answer.length > 0) continue;
    try {
      const got = await client.send(example.operation, input);
      findings.push(await compared(example, 'requests read', input, read));
      findings.push(await compared(example, 'answers read', answer, got));
    } catch (error) {
      findings.push({ example, what: 'request', problem: String(error) });
    }
  }
  client.client.destroy();
  await gateway.close();
  return findings;
}

async function compared(example: Example, what: string, given: unknown, got: unknown): Promise<Finding> {
  const [one, other] = [await comparable(given), await comparable(got)];
  if (holds(other, one)) return { example, what };
  return { example, what, problem: `${JSON.stringify(one)} came as ${JSON.stringify(other)}` };
}
