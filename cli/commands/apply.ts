import type { Command } from 'commander';
import { askAndPrint } from '../ask.ts';
import { DEFAULT_FILE, printFindings, readConfigFile } from '../config-file.ts';
import { settingsOf } from '../settings.ts';
import type { Terminal } from '../terminal.ts';

export function addApply(program: Command, terminal: Terminal): void {
  program
    .command('apply')
    .description('store slipway.yml as the new version of the configuration and show what changes')
    .argument('[file]', 'the configuration', DEFAULT_FILE)
    .option('--dry-run', 'only show what would change')
    .action(async (file: string, options: { dryRun?: true }, command: Command) => {
      const settings = settingsOf(command);
      const config = await readConfigFile(file, settings);
      if (!printFindings(terminal, settings, config)) return;
      await askAndPrint(terminal, settings, {
        command: 'apply',
        config: config.text,
        templates: Object.keys(config.templates).length > 0 ? config.templates : undefined,
        bundles: Object.keys(config.bundles).length > 0 ? config.bundles : undefined,
        dryRun: options.dryRun,
      });
    });
}
