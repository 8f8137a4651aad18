import type { Command } from 'commander';
import { askAndPrint } from '../ask.ts';
import { settingsOf } from '../settings.ts';
import type { Terminal } from '../terminal.ts';

export function addShow(program: Command, terminal: Terminal): void {
  program
    .command('show')
    .description('show one deployment: its trail, its verdict and why')
    .argument('<deployment>', 'its id, as history lists it')
    .action(async (deployment: string, _options: object, command: Command) => {
      await askAndPrint(terminal, settingsOf(command), { command: 'show', deployment });
    });
}
