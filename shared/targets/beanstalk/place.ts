import type { BeanstalkTarget } from '../../deployment/beanstalk-target.ts';
import { type Home, regionAndAccount, scopeOf } from '../home.ts';

/** Where an environment is. */
export interface BeanstalkPlace extends Home {
  readonly application: string;
  readonly environment: string;
}

export function beanstalkPlaceOf(target: BeanstalkTarget, home: Home): BeanstalkPlace {
  const { application, environment } = target;
  return { ...regionAndAccount(target, home), application, environment };
}

/** How the ledger calls an environment: `eb:REGION:APPLICATION/ENVIRONMENT`; in another account `eb:REGION:ACCOUNT:…`. */
export function beanstalkTargetKey(
  { application, environment, ...place }: BeanstalkPlace,
  home: Home,
): string {
  return `eb:${scopeOf(place, home)}:${application}/${environment}`;
}

/** An event of Elastic Beanstalk, as far as it tells of which environment it is. */
export interface EnvironmentEvent extends Home {
  readonly detail: { readonly ApplicationName: string; readonly EnvironmentName: string };
}

/** Events of other regions and accounts come as well, where they are forwarded: their envelope tells of which they are. */
export function placeOfEvent({ region, account, detail }: EnvironmentEvent): BeanstalkPlace {
  return { region, account, application: detail.ApplicationName, environment: detail.EnvironmentName };
}
