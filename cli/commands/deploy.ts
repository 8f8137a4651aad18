import type { Command } from 'commander';
import { requestAndFollow } from '../follow.ts';
import { settingsOf } from '../settings.ts';
import type { Terminal } from '../terminal.ts';

export function addDeploy(program: Command, terminal: Terminal): void {
  program
    .command('deploy')
    .description('deploy an image that is in the repository, and follow it to its verdict')
    .argument('<pipeline>')
    .argument('<image>', 'a tag, a commit (at least 7 digits) or a digest (sha256:…)')
    .option('--stage <stage>', 'to this stage (may be left out where the pipeline has only one)')
    .option('--service <service>', 'only this service or environment of the stage')
    .option('--force', 'also where the target is frozen')
    .option('--no-wait', 'only ask for it; exit code 0 then says that it was accepted')
    .action(
      async (
        pipeline: string,
        image: string,
        options: { stage?: string; service?: string; force?: true; wait: boolean },
        command: Command,
      ) => {
        const { wait, ...where } = options;
        await requestAndFollow(
          terminal,
          settingsOf(command),
          { command: 'deploy', pipeline, ...where, image },
          wait,
        );
      },
    );
}
