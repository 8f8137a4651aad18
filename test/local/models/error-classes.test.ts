import { describe, expect, it } from 'vitest';
import { createGateway } from '../../../local/gateway/index.ts';
import { loadModel, type OperationModel, type ServiceModel } from '../../../local/gateway/model.ts';
import { AwsError } from '../../../local/gateway/service.ts';
import { clients } from './clients.ts';
import { minimalInput } from './minimal-input.ts';
import { sdkClient } from './sdk-clients.ts';

// Whatever error an operation answers with, the SDK throws the class that its users catch.

const owner = { arn: 'arn:aws:iam::000000000000:root', accountId: '000000000000' };

/**
 * The answer to a HEAD tells no error; the gateway takes nothing that is not signed; and in a form a structure without
 * members, as the least bundle of a platform is, is nothing at all.
 */
const UNTOLD = /^Head|With(SAML|WebIdentity)$|^CreatePlatformVersion$/;

/** What is wrong with a caller has codes of its own in forms: local/gateway/caller-errors.ts. */
const OF_CALLERS = ['ExpiredTokenException'];

/** Each error that AWS lists for operations of a service, with one of these. */
function listed({ operations, errors }: ServiceModel): Map<string, OperationModel> {
  const found = new Map<string, OperationModel>();
  for (const operation of operations.values()) {
    if (UNTOLD.test(operation.name)) continue;
    for (const error of operation.errors) {
      if (OF_CALLERS.includes(error)) continue;
      // CloudWatch has an error whose code is another one's name: the SDK itself cannot tell them apart.
      const code = errors.get(error)?.traits.awsQueryError?.[0] ?? error;
      if ((errors.get(code)?.name ?? error) === error) found.set(error, found.get(error) ?? operation);
    }
  }
  return found;
}

/** Its model lists no errors, and the SDK has no classes for them. */
const WITHOUT_CLASSES = 'ec2';

describe.each(clients.filter((name) => name !== WITHOUT_CLASSES))('%s', (name) => {
  it('has its errors thrown as the SDK’s own classes', async () => {
    const model = await loadModel(name);
    let thrown = '';
    const refuse = () => {
      throw new AwsError(thrown, 'told so');
    };
    const errors = listed(model);
    const operations = Object.fromEntries([...errors.values()].map((operation) => [operation.name, refuse]));
    const gateway = await createGateway({
      services: [{ client: name, operations }],
      identities: { callerOf: () => owner },
    });
    const client = await sdkClient(`http://127.0.0.1:${await gateway.listen(0)}`, name);
    const wrong: string[] = [];
    for (const [error, operation] of errors) {
      // The models may be newer than the client, and list errors that it has not.
      const Expected = client.errorClass(error);
      if (!Expected) continue;
      thrown = error;
      const got: unknown = await client
        .send(operation.name, minimalInput(model, operation))
        .catch((caught: unknown) => caught);
      if (!(got instanceof Expected) || got.message !== 'told so')
        wrong.push(`${error} of ${operation.name} came as ${String(got)}`);
    }
    client.client.destroy();
    await gateway.close();
    expect(wrong).toEqual([]);
    expect(errors.size).toBeGreaterThan(1);
  });
});
