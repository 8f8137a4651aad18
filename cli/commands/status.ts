import type { Command } from 'commander';
import { askAndPrint } from '../ask.ts';
import { settingsOf } from '../settings.ts';
import type { Terminal } from '../terminal.ts';

export function addStatus(program: Command, terminal: Terminal): void {
  program
    .command('status')
    .description('show what is live on each target, what is being deployed and how the last one ended')
    .argument('[pipeline]', 'only this pipeline')
    .option('--service <service>', 'only this service or environment')
    .action(async (pipeline: string | undefined, options: { service?: string }, command: Command) => {
      await askAndPrint(terminal, settingsOf(command), { command: 'status', pipeline, ...options });
    });
}
