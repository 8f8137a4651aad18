import type { OptionSetting } from '../../deployment/beanstalk-target.ts';

/**
 * What the option settings of a target's revisions were: Elastic Beanstalk keeps an environment's settings beside its
 * version, and forgets them when they change. So going back takes them from here. Of one target.
 */
export interface SettingsMemory {
  recall(fingerprint: string): Promise<readonly OptionSetting[] | undefined>;
  /** What is kept already stays as it is. */
  keep(fingerprint: string, settings: readonly OptionSetting[]): Promise<void>;
  /** What options were before Slipway set them for the first time. */
  origins(): Promise<readonly OptionSetting[]>;
  /** The same options are kept once: what they are later is Slipway's own doing. */
  keepOrigins(options: readonly OptionSetting[]): Promise<void>;
}
