import type { Command } from 'commander';
import { formatCheck } from '../../shared/reporting/check.ts';
import { EXIT } from '../exit-codes.ts';
import { inquire } from '../inquire.ts';
import { settingsOf } from '../settings.ts';
import type { Terminal } from '../terminal.ts';
import { takeWhich, type Which } from '../which-deployment.ts';

export function addCheck(program: Command, terminal: Terminal): void {
  takeWhich(program.command('check'))
    .description('verify that all that a deployment needs is there and fits together, and do nothing')
    .addHelpText(
      'after',
      '\nExit codes of this command: 0 fine, warnings allowed; 1 errors, with which it would be rejected.',
    )
    .action(async (pipeline: string, options: Which, command: Command) => {
      const settings = settingsOf(command);
      const answer = await inquire(settings, { command: 'check', pipeline, ...options });
      if (answer.kind !== 'check') {
        terminal.exitCode = EXIT.failed;
        return terminal.result(settings, answer, () => `Rejected: ${answer.reason}`);
      }
      terminal.result(settings, answer, () => formatCheck(answer));
      const findings = answer.targets.flatMap((target) => target.findings);
      if (findings.some(({ level }) => level === 'error')) terminal.exitCode = EXIT.failed;
    });
}
