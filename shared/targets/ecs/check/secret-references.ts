import type { Subject } from './subject.ts';
import { containerAt, containersOf } from './subject.ts';

/** What a container gets from elsewhere: a parameter's name or ARN, or a secret's ARN. Never its value. */
export interface SecretReference {
  readonly valueFrom: string;
  readonly where: string;
}

/** All secrets that ECS reads for the containers before it starts them. */
export function readSecrets(subject: Subject): readonly SecretReference[] {
  return containersOf(subject).flatMap((container) => {
    const at = containerAt(subject, container);
    const { secrets = [], logConfiguration, repositoryCredentials } = container;
    const named = [...secrets, ...(logConfiguration?.secretOptions ?? [])].flatMap(({ name, valueFrom }) =>
      valueFrom ? [{ valueFrom, where: `secret ${name} of ${at}` }] : [],
    );
    const credentials = repositoryCredentials?.credentialsParameter;
    return [
      ...named,
      ...(credentials ? [{ valueFrom: credentials, where: `repositoryCredentials of ${at}` }] : []),
    ];
  });
}

/** Where a secret is kept. */
export type SecretPlace =
  | { readonly kind: 'parameter'; readonly name: string; readonly arn: string; readonly region: string }
  | { readonly kind: 'secret'; readonly arn: string; readonly region: string };

/**
 * Reads `valueFrom`: the name or ARN of a parameter, or the ARN of a secret with what is to be taken of it.
 * @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_Secret.html
 */
export function placeOf(
  valueFrom: string,
  home: { readonly partition: string; readonly region: string; readonly account: string },
): SecretPlace {
  const [, , service, region = home.region, account = home.account, ...rest] = valueFrom.startsWith('arn:')
    ? valueFrom.split(':')
    : [];
  if (service === 'secretsmanager') {
    // `secret:NAME[:json-key:version-stage:version-id]`
    return { kind: 'secret', arn: valueFrom.split(':').slice(0, 7).join(':'), region };
  }
  const name = service === 'ssm' ? rest.join(':').replace(/^parameter/, '') : valueFrom;
  const path = name.replace(/^\//, '');
  const arn = `arn:${home.partition}:ssm:${region}:${account}:parameter/${path}`;
  // An ARN has a slash before each name, also before one that begins without.
  const plain = service === 'ssm' && !path.includes('/') ? path : name;
  return { kind: 'parameter', name: plain, arn, region };
}
