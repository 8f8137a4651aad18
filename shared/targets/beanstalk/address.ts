import type { EnvironmentDescription } from '@aws-sdk/client-elastic-beanstalk';
import type { Address } from '../../deployment/ports.ts';
import { keyOf, readSettings } from './option-settings.ts';
import type { Environment } from './target.ts';

/**
 * Where an environment answers: at its own CNAME, by HTTPS where its load balancer has no other listener. Of a pair CNAMEs
 * move, and for a while DNS tells of the other environment: so it is asked by its name where its load balancer is, or its
 * one instance.
 * @see https://docs.aws.amazon.com/elasticbeanstalk/latest/api/API_EnvironmentDescription.html (EndpointURL)
 * @see https://docs.aws.amazon.com/elasticbeanstalk/latest/dg/command-options-general.html (aws:elbv2:listener, aws:ec2:vpc)
 */
export async function addressOf(
  environment: Environment,
  { EnvironmentName = '', CNAME, EndpointURL }: EnvironmentDescription,
): Promise<Address | undefined> {
  if (CNAME === undefined) return undefined;
  const has = await readSettings(environment, EnvironmentName);
  const option = (namespace: string, name: string) => has.get(keyOf({ namespace, name }));
  const isPlainOff = option('aws:elbv2:listener:default', 'ListenerEnabled') === 'false';
  const isSecure = isPlainOff && option('aws:elbv2:listener:443', 'Protocol') === 'HTTPS';
  const isInternal = option('aws:ec2:vpc', 'ELBScheme') === 'internal';
  const at = environment.settings.swap && hostOf(EndpointURL);
  return {
    url: `${isSecure ? 'https' : 'http'}://${CNAME}`,
    ...(at ? { at } : {}),
    ...(isInternal ? { internal: true } : {}),
  };
}

/** It is called a URL, and is a host: a name, or an address of one instance. */
function hostOf(endpoint = ''): string | undefined {
  const url = endpoint.includes('://') ? endpoint : `http://${endpoint}`;
  return URL.canParse(url) ? new URL(url).host : undefined;
}
