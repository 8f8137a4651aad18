import type { Command } from 'commander';

/** What `takeWhich` reads of a command line. */
export interface Which {
  readonly stage?: string;
  readonly service?: string;
  readonly image?: string;
}

/** Lets a command take a pipeline, and which deployment of it is meant: the stage, the service and the image. */
export function takeWhich(command: Command): Command {
  return command
    .argument('<pipeline>')
    .option('--stage <stage>', 'of this stage (may be left out where the pipeline has only one)')
    .option('--service <service>', 'only of this service or environment of the stage')
    .option(
      '--image <image>',
      'a tag, a commit (at least 7 digits) or a digest (default: the image with a tag that was pushed last)',
    );
}
