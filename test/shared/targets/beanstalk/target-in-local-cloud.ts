import { S3Client } from '@aws-sdk/client-s3';
import { createCheckClients } from '../../../../shared/aws/check-clients.ts';
import type { BeanstalkTarget, OptionSetting } from '../../../../shared/deployment/beanstalk-target.ts';
import type { Target } from '../../../../shared/deployment/ports.ts';
import { createBeanstalkTarget } from '../../../../shared/targets/beanstalk/index.ts';
import type { SettingsMemory } from '../../../../shared/targets/beanstalk/settings-memory.ts';
import type { localBeanstalk } from '../../../local/elasticbeanstalk/local-beanstalk.ts';

type Local = Awaited<ReturnType<typeof localBeanstalk>>;

/** The environment `web-prod` of the application `app`, or as it is said, as a target. */
export function beanstalkTarget(
  local: Local,
  settings: Partial<BeanstalkTarget>,
  memory: SettingsMemory = settingsInMemory(),
  account = '000000000000',
): Target {
  return createBeanstalkTarget({
    beanstalk: local.eb,
    bundles: new S3Client({ ...local.config, forcePathStyle: true }),
    checking: () => createCheckClients(local.config),
    settings: { kind: 'beanstalk', application: 'app', environment: 'web-prod', port: 3000, ...settings },
    region: 'us-east-1',
    account,
    repository: 'web',
    memory,
  });
}

export function settingsInMemory(): SettingsMemory {
  const kept = new Map<string, readonly OptionSetting[]>();
  const origins = new Map<string, OptionSetting>();
  return {
    recall: async (fingerprint) => kept.get(fingerprint),
    async keep(fingerprint, settings) {
      if (!kept.has(fingerprint)) kept.set(fingerprint, settings);
    },
    origins: async () => [...origins.values()],
    async keepOrigins(options) {
      for (const option of options) {
        const key = `${option.namespace} ${option.name}`;
        if (!origins.has(key)) origins.set(key, option);
      }
    },
  };
}
