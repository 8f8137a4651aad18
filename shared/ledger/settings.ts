import type { OptionSetting } from '../deployment/beanstalk-target.ts';
import { settingsKey } from './keys.ts';
import type { Table } from './table.ts';

const ORIGINS = 'origins';

interface SettingsItem {
  readonly settings: readonly OptionSetting[];
}

/**
 * What the option settings of a target's revisions were, and what they were before Slipway set them.
 * @param target the target's key
 */
export function createSettings(table: Table, target: string) {
  const origins = async () => (await table.get<SettingsItem>(settingsKey(target, ORIGINS)))?.settings ?? [];
  return {
    async recall(fingerprint: string): Promise<readonly OptionSetting[] | undefined> {
      return (await table.get<SettingsItem>(settingsKey(target, fingerprint)))?.settings;
    },
    async keep(fingerprint: string, settings: readonly OptionSetting[]): Promise<void> {
      await table.add({ ...settingsKey(target, fingerprint), settings });
    },
    origins,
    /** Only whoever holds the target writes them: nobody else comes in between. */
    async keepOrigins(options: readonly OptionSetting[]): Promise<void> {
      const known = await origins();
      const isKnown = ({ namespace, name }: OptionSetting) =>
        known.some((one) => one.namespace === namespace && one.name === name);
      const added = options.filter((option) => !isKnown(option));
      if (added.length > 0)
        await table.put({ ...settingsKey(target, ORIGINS), settings: [...known, ...added] });
    },
  };
}
