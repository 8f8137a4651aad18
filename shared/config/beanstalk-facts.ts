import type { BeanstalkTarget } from '../deployment/beanstalk-target.ts';
import { type Facts, fact, hash } from './facts.ts';

/** What a stage says of its Elastic Beanstalk environment, for a diff of two versions: secrets not shown. */
export function beanstalkFacts(target: BeanstalkTarget): Facts {
  const { swap, bundle, port, imageConfiguration, options = [], health } = target;
  return {
    'target.standby': swap?.standby,
    'target.cname': swap?.cname,
    'target.bundle': bundle && `${bundle.folder} (${hash(JSON.stringify(bundle.files))})`,
    'target.port': port === undefined ? undefined : String(port),
    'target.imageConfiguration': imageConfiguration && 'true',
    'target.health': health,
    ...Object.fromEntries(
      options.map(({ namespace, name, value }) => [
        `target.options.${namespace}.${name}`,
        value === null ? { is: 'null', shown: 'nothing (removed)' } : fact([name], value),
      ]),
    ),
  };
}
