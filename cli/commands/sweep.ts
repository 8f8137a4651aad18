import { type Command, InvalidArgumentError, Option } from 'commander';
import { DURATION_FORM, parseDuration } from '../../shared/config/durations.ts';
import { SWEEP_KINDS, type SweepKind } from '../../shared/sweep/kinds.ts';
import { DEFAULT_KEEP_NEWEST, DEFAULT_MINIMUM_AGE_SECONDS } from '../../shared/sweep/policy.ts';
import type { SweepRequest } from '../../shared/sweep/request.ts';
import { EXIT, Failure } from '../exit-codes.ts';
import { invoke } from '../invoke.ts';
import { settingsOf } from '../settings.ts';
import { formatSweepReport, sweepReport } from '../sweep-report.ts';
import type { Terminal } from '../terminal.ts';
import { wholeNumber } from './history.ts';

interface SweepOptions {
  readonly remove?: true;
  readonly kind?: SweepKind[];
  readonly keep?: number;
  readonly minAge?: number;
}

export function addSweep(program: Command, terminal: Terminal): void {
  program
    .command('sweep')
    .description('show what nothing uses any more, and with --remove remove it')
    .option('--remove', 'really remove it; otherwise it is a dry run')
    .addOption(new Option('--kind <kind...>', 'only these kinds').choices(SWEEP_KINDS))
    .option(
      '--keep <number>',
      `newest ones to keep in each group (default: ${DEFAULT_KEEP_NEWEST})`,
      wholeNumber,
    )
    .option(
      '--min-age <duration>',
      `younger ones are kept (default: ${DEFAULT_MINIMUM_AGE_SECONDS / 3600}h)`,
      seconds,
    )
    .action(async ({ remove, kind, keep, minAge }: SweepOptions, command: Command) => {
      const settings = settingsOf(command);
      const request: SweepRequest = {
        dryRun: remove !== true,
        ...(kind && { kinds: kind }),
        ...(keep !== undefined && { keepNewest: keep }),
        ...(minAge !== undefined && { minimumAgeSeconds: minAge }),
      };
      const read = sweepReport.safeParse(await invoke(settings, 'sweep', request));
      if (!read.success) {
        const message = 'The answer is no report that this version of the CLI knows: update one of both.';
        throw new Failure(EXIT.unreachable, message, { cause: read.error });
      }
      terminal.result(settings, read.data, () => formatSweepReport(read.data));
      if (read.data.failures.length > 0) terminal.exitCode = EXIT.failed;
    });
}

function seconds(text: string): number {
  const found = parseDuration(text);
  if (found === undefined) throw new InvalidArgumentError(`It must be ${DURATION_FORM}.`);
  return Math.round(found);
}
