import type { Command } from 'commander';
import { changesAnything } from '../../shared/deployment/plan.ts';
import { formatPlan } from '../../shared/reporting/plan.ts';
import { EXIT } from '../exit-codes.ts';
import { inquire } from '../inquire.ts';
import { settingsOf } from '../settings.ts';
import type { Terminal } from '../terminal.ts';
import { takeWhich, type Which } from '../which-deployment.ts';

export function addPlan(program: Command, terminal: Terminal): void {
  takeWhich(program.command('plan'))
    .description('show what a deployment would change, field by field, and do nothing')
    .addHelpText(
      'after',
      '\nExit codes of this command: 0 no changes; 2 changes; 1 everything that went wrong.',
    )
    // 2 says that there are changes, so here it must not also say that the command line is wrong.
    .exitOverride((error) => {
      terminal.usageCode = EXIT.failed;
      throw error;
    })
    .action(async (pipeline: string, options: Which, command: Command) => {
      const settings = settingsOf(command);
      const answer = await inquire(settings, { command: 'plan', pipeline, ...options });
      if (answer.kind !== 'plan') {
        terminal.exitCode = EXIT.failed;
        return terminal.result(settings, answer, () => `Rejected: ${answer.reason}`);
      }
      terminal.result(settings, answer, () => formatPlan(answer, terminal.isColoured));
      const { targets } = answer;
      if (targets.some(({ kind }) => kind === 'refused')) terminal.exitCode = EXIT.failed;
      else if (targets.some(changesAnything)) terminal.exitCode = EXIT.changes;
    });
}
