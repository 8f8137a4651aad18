import { Command, CommanderError, Option } from 'commander';
import { addApply } from './commands/apply.ts';
import { addCheck } from './commands/check.ts';
import { addCheckConfig } from './commands/check-config.ts';
import { addDeploy } from './commands/deploy.ts';
import { addFreeze, addResume, addUnfreeze } from './commands/gates.ts';
import { addHistory } from './commands/history.ts';
import { addPlan } from './commands/plan.ts';
import { addRollback } from './commands/rollback.ts';
import { addShow } from './commands/show.ts';
import { addStatus } from './commands/status.ts';
import { addSweep } from './commands/sweep.ts';
import { EXIT, Failure } from './exit-codes.ts';
import { Terminal } from './terminal.ts';

const DEFAULT_STAGE_NAME = 'dev';

const HELP = `
Exit codes: 0 done, and verified where a deployment was followed; 1 rejected or failed; 2 wrong command line;
3 Slipway's functions could not be reached. With plan: 0 no changes, 2 changes, 1 everything that went wrong.
AWS region and credentials are found as the AWS CLI finds them (AWS_PROFILE, AWS_REGION, AWS_ENDPOINT_URL …).`;

/**
 * The `slipway` command: a client of Slipway's functions.
 *
 * @param words the command line, without node and script
 * @returns the exit code
 */
export async function main(words: readonly string[]): Promise<number> {
  const terminal = new Terminal();
  // `slipway history | head` ends early, and that is fine.
  process.stdout.on('error', (error) => process.exit('code' in error && error.code === 'EPIPE' ? 0 : 1));
  const program = createProgram(terminal);
  try {
    await program.parseAsync(words, { from: 'user' });
    return terminal.exitCode;
  } catch (error) {
    return explain(terminal, error, program.opts().debug === true);
  }
}

function createProgram(terminal: Terminal): Command {
  const program = new Command('slipway')
    .description('Deploy, watch and roll back what Slipway looks after.')
    .option('--json', 'print the answer as JSON')
    .addOption(
      new Option('--stage-name <name>', 'the installation of Slipway to talk to')
        .env('SLIPWAY_STAGE')
        .default(DEFAULT_STAGE_NAME),
    )
    .option(
      '--function <name>',
      'the name or ARN of the function to call, where it is another than slipway-<stage-name>-…',
    )
    .option('--region <region>', 'the AWS region of the installation')
    .option('--debug', 'with an error, also print where it came from')
    .configureHelp({ showGlobalOptions: true })
    .showHelpAfterError('(--help tells more)')
    .addHelpText('after', HELP)
    // Thrown instead of ending the process: the exit code is decided in one place.
    .exitOverride();
  for (const add of [
    addApply,
    addCheckConfig,
    addStatus,
    addHistory,
    addShow,
    addPlan,
    addCheck,
    addDeploy,
    addRollback,
    addFreeze,
    addUnfreeze,
    addResume,
    addSweep,
  ]) {
    add(program, terminal);
  }
  return program;
}

function explain(terminal: Terminal, error: unknown, debug: boolean): number {
  // Commander has printed its message, or the help that was asked for.
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : terminal.usageCode;
  const message = error instanceof Error ? error.message : String(error);
  terminal.note(
    error instanceof Failure ? `slipway: ${message}` : `slipway: an error of its own: ${message}`,
  );
  if (debug) terminal.note(String(error instanceof Error ? error.stack : error));
  if (debug && error instanceof Error && error.cause) terminal.note(`cause: ${String(error.cause)}`);
  return error instanceof Failure ? error.exitCode : EXIT.failed;
}
