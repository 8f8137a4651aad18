import type { Command } from 'commander';
import { askAndPrint } from '../ask.ts';
import { settingsOf } from '../settings.ts';
import type { Terminal } from '../terminal.ts';

interface Where {
  readonly stage?: string;
  readonly service?: string;
}

export function addFreeze(program: Command, terminal: Terminal): void {
  withPlace(program.command('freeze'))
    .description('let pushes wait until "unfreeze"; rollbacks pass, and "deploy --force"')
    .option('--reason <text>', 'why, for those who wait')
    .action(async (pipeline: string, options: Where & { reason?: string }, command: Command) => {
      await askAndPrint(terminal, settingsOf(command), { command: 'freeze', pipeline, ...options });
    });
}

export function addUnfreeze(program: Command, terminal: Terminal): void {
  withPlace(program.command('unfreeze'))
    .description('let pushes be deployed again: the newest that waits goes on at once')
    .action(async (pipeline: string, options: Where, command: Command) => {
      await askAndPrint(terminal, settingsOf(command), { command: 'unfreeze', pipeline, ...options });
    });
}

export function addResume(program: Command, terminal: Terminal): void {
  withPlace(program.command('resume'))
    .description('let pushes be deployed again on a target that is held because going back had failed')
    .action(async (pipeline: string, options: Where, command: Command) => {
      await askAndPrint(terminal, settingsOf(command), { command: 'resume', pipeline, ...options });
    });
}

function withPlace(command: Command): Command {
  return command
    .argument('<pipeline>')
    .option('--stage <stage>', 'only on this stage (default: on all of the pipeline)')
    .option('--service <service>', 'only this service or environment of each stage');
}
