import type { BuildLog } from '../build-log.ts';
import type { BuildRecord } from '../build-record.ts';
import type { Buildspec, BuildspecPhase } from '../buildspec/buildspec.ts';
import { PhaseFailure } from './phase-failure.ts';
import type { Phases } from './phases.ts';
import type { Shell } from './shell.ts';

export interface CommandPhases {
  readonly build: BuildRecord;
  readonly spec: Buildspec;
  readonly shell: Shell;
  readonly log: BuildLog;
  readonly phases: Phases;
}

const ORDER = [
  { type: 'INSTALL', key: 'install' },
  { type: 'PRE_BUILD', key: 'pre_build' },
  { type: 'BUILD', key: 'build' },
  { type: 'POST_BUILD', key: 'post_build' },
] as const;

/**
 * The buildspec's phases. After a failed BUILD comes POST_BUILD, after any other failed one nothing more, unless
 * `on-failure` says otherwise.
 * https://docs.aws.amazon.com/codebuild/latest/userguide/view-build-details-phases.html
 */
export async function runCommandPhases(run: CommandPhases): Promise<void> {
  const { build, spec, shell, log, phases } = run;
  for (const { type, key } of ORDER) {
    if (build.stopping.signal.aborted) return;
    const phase = spec.phases[key];
    const succeeded = await phases.run(type, async () => {
      log.note(`Entering phase ${type}`);
      if (phase) await runPhase(run, phase);
      return true;
    });
    if (succeeded) continue;
    shell.variables = { ...shell.variables, CODEBUILD_BUILD_SUCCEEDING: '0' };
    const onFailure = phase?.['on-failure'] ?? (type === 'BUILD' ? 'CONTINUE' : 'ABORT');
    if (onFailure === 'ABORT') return;
  }
  // There is nothing to upload: projects have no artifacts here.
  if (!build.stopping.signal.aborted) await phases.run('UPLOAD_ARTIFACTS', async () => undefined);
}

/** @throws PhaseFailure for the first command that failed; what is in `finally` runs anyway */
async function runPhase({ build, shell, log }: CommandPhases, phase: BuildspecPhase): Promise<void> {
  for (const [name, version] of Object.entries(phase['runtime-versions'] ?? {}))
    log.note(`Runtime ${name} ${version} is asked for: the local cloud uses what this machine has`);
  let failure: PhaseFailure | undefined;
  const run = async (command: string): Promise<boolean> => {
    if (build.stopping.signal.aborted) return false;
    log.note(`Running command ${command}`);
    const code = await shell.run(command, build.stopping.signal, log.write);
    if (code === 0) return true;
    log.note(`Command did not exit successfully ${command} exit status ${code}`);
    failure ??= new PhaseFailure(
      'COMMAND_EXECUTION_ERROR',
      `Error while executing command: ${command}. Reason: exit status ${code}`,
    );
    return false;
  };
  for (const command of phase.commands) if (!(await run(command))) break;
  for (const command of phase.finally) if (!(await run(command))) break;
  if (failure) throw failure;
}
