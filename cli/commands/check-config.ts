import type { Command } from 'commander';
import { DEFAULT_FILE, printFindings, readConfigFile } from '../config-file.ts';
import { settingsOf } from '../settings.ts';
import type { Terminal } from '../terminal.ts';

export function addCheckConfig(program: Command, terminal: Terminal): void {
  program
    .command('check-config')
    .description('check slipway.yml here, without calling anything')
    .argument('[file]', 'the configuration', DEFAULT_FILE)
    .action(async (file: string, _options: object, command: Command) => {
      const settings = settingsOf(command);
      const config = await readConfigFile(file, settings);
      if (!printFindings(terminal, settings, config) || !config.parsed.ok) return;
      const { pipelines, warnings } = config.parsed;
      terminal.result(settings, { kind: 'valid', pipelines, warnings }, () => {
        const names = pipelines.map(
          ({ name, stages }) => `${name} (${stages.map((stage) => stage.name).join(', ')})`,
        );
        return `${file} is valid: ${names.join('; ') || 'no pipelines'}`;
      });
    });
}
