import type { Command } from 'commander';
import { formatCheck } from '../../shared/reporting/check.ts';
import { EXIT } from '../exit-codes.ts';
import { inquire } from '../inquire.ts';
import { settingsOf } from '../settings.ts';
import type { Terminal } from '../terminal.ts';

export function addCheck(program: Command, terminal: Terminal): void {
  program
    .command('check')
    .description('verify that all that a deployment needs is there and fits together, and do nothing')
    .argument('<pipeline>')
    .option('--stage <stage>', 'of this stage (may be left out where the pipeline has only one)')
    .option('--service <service>', 'only of this service of the stage')
    .option(
      '--image <image>',
      'a tag, a commit (at least 7 digits) or a digest (default: the image with a tag that was pushed last)',
    )
    .addHelpText(
      'after',
      '\nExit codes of this command: 0 fine, warnings allowed; 1 errors, with which it would be rejected.',
    )
    .action(
      async (
        pipeline: string,
        options: { stage?: string; service?: string; image?: string },
        command: Command,
      ) => {
        const settings = settingsOf(command);
        const answer = await inquire(settings, { command: 'check', pipeline, ...options });
        if (answer.kind !== 'check') {
          terminal.exitCode = EXIT.failed;
          return terminal.result(settings, answer, () => `Rejected: ${answer.reason}`);
        }
        terminal.result(settings, answer, () => formatCheck(answer));
        const findings = answer.targets.flatMap((target) => target.findings);
        if (findings.some(({ level }) => level === 'error')) terminal.exitCode = EXIT.failed;
      },
    );
}
