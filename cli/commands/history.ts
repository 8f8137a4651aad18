import { type Command, InvalidArgumentError } from 'commander';
import { askAndPrint } from '../ask.ts';
import { settingsOf } from '../settings.ts';
import type { Terminal } from '../terminal.ts';

export function addHistory(program: Command, terminal: Terminal): void {
  program
    .command('history')
    .description("list a pipeline's deployments, the newest first")
    .argument('<pipeline>')
    .option('--stage <stage>', 'only this stage')
    .option('--limit <number>', 'at most so many', wholeNumber)
    .action(async (pipeline: string, options: { stage?: string; limit?: number }, command: Command) => {
      await askAndPrint(terminal, settingsOf(command), { command: 'history', pipeline, ...options });
    });
}

export function wholeNumber(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError('It must be a whole number.');
  return Number(text);
}
