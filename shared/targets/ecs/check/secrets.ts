import { DescribeSecretCommand } from '@aws-sdk/client-secrets-manager';
import { DescribeParametersCommand } from '@aws-sdk/client-ssm';
import { errorName } from '../../../aws/errors.ts';
import { error, type Finding, warning } from '../../../deployment/finding.ts';
import { placeOf, readSecrets, type SecretPlace, type SecretReference } from './secret-references.ts';
import { accountOf, type Check, partitionOf, type Subject } from './subject.ts';

/** The most values of a filter (API reference, DescribeParameters), and so the most parameters asked for at once. */
const PARAMETERS_PER_CALL = 50;

type Placed = SecretReference & { readonly place: SecretPlace };

/** What the containers are given as secrets exists. No value is read. */
export const secrets: Check = {
  about: 'A secret',
  async find(subject) {
    const { region } = subject.service;
    const home = { partition: partitionOf(subject), region, account: accountOf(subject) };
    const placed = readSecrets(subject).map((reference) => ({
      ...reference,
      place: placeOf(reference.valueFrom, home),
    }));
    const elsewhere = placed.filter(({ place }) => place.region !== region);
    const here = placed.filter(({ place }) => place.region === region);
    const found = await Promise.all([parametersAreThere(subject, here), secretsAreThere(subject, here)]);
    return [
      ...found.flat(),
      ...elsewhere.map(({ valueFrom, where, place }) =>
        warning(
          `${valueFrom} could not be checked: it is in ${place.region}.`,
          where,
          'See to it that it exists.',
        ),
      ),
    ];
  },
};

async function parametersAreThere(
  { clients }: Subject,
  placed: readonly Placed[],
): Promise<readonly Finding[]> {
  const parameters = placed.flatMap(({ place, where }) =>
    place.kind === 'parameter' ? [{ name: place.name, where }] : [],
  );
  // An ARN does not tell whether the name begins with a slash.
  const names = [...new Set(parameters.flatMap(({ name }) => [name, slashed(name)]))];
  const there = new Set<string>();
  for (let from = 0; from < names.length; from += PARAMETERS_PER_CALL) {
    const Values = names.slice(from, from + PARAMETERS_PER_CALL);
    const { Parameters = [] } = await clients.parameters.send(
      new DescribeParametersCommand({
        ParameterFilters: [{ Key: 'Name', Option: 'Equals', Values }],
        MaxResults: PARAMETERS_PER_CALL,
      }),
    );
    for (const { Name = '' } of Parameters) there.add(Name);
  }
  return parameters
    .filter(({ name }) => !there.has(name) && !there.has(slashed(name)))
    .map(({ name, where }) =>
      error(`The parameter ${name} does not exist.`, where, 'Create it in the SSM Parameter Store.'),
    );
}

function slashed(name: string): string {
  return name.startsWith('/') ? name.slice(1) : `/${name}`;
}

async function secretsAreThere({ clients }: Subject, placed: readonly Placed[]): Promise<readonly Finding[]> {
  const byArn = new Map<string, string>();
  for (const { place, where } of placed) if (place.kind === 'secret') byArn.set(place.arn, where);
  const found = await Promise.all(
    [...byArn].map(async ([arn, where]): Promise<readonly Finding[]> => {
      const name = arn.split(':').at(-1);
      try {
        const { DeletedDate } = await clients.secrets.send(new DescribeSecretCommand({ SecretId: arn }));
        if (DeletedDate === undefined) return [];
        return [error(`The secret ${name} is about to be deleted.`, where, 'Restore it.')];
      } catch (cause) {
        if (errorName(cause) === 'ResourceNotFoundException')
          return [error(`The secret ${name} does not exist.`, where, 'Create it in Secrets Manager.')];
        return [
          warning(
            `The secret ${name} could not be checked: ${errorName(cause)}.`,
            where,
            'See to it that it exists.',
          ),
        ];
      }
    }),
  );
  return found.flat();
}
