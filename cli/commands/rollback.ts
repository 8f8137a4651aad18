import type { Command } from 'commander';
import { requestAndFollow } from '../follow.ts';
import { settingsOf } from '../settings.ts';
import type { Terminal } from '../terminal.ts';

export function addRollback(program: Command, terminal: Terminal): void {
  program
    .command('rollback')
    .description('go back to a good release, and follow it to its verdict')
    .argument('<pipeline>')
    .option('--stage <stage>', 'of this stage (may be left out where the pipeline has only one)')
    .option('--service <service>', 'only this service or environment of the stage')
    .option(
      '--to <image>',
      'a tag, a commit (at least 7 digits) or a digest (default: the good release before)',
    )
    .option('--no-wait', 'only ask for it; exit code 0 then says that it was accepted')
    .action(
      async (
        pipeline: string,
        options: { stage?: string; service?: string; to?: string; wait: boolean },
        command: Command,
      ) => {
        const { wait, ...where } = options;
        await requestAndFollow(
          terminal,
          settingsOf(command),
          { command: 'rollback', pipeline, ...where },
          wait,
        );
      },
    );
}
