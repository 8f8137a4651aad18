import { mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { endProcessesLeft } from '../../runs/processes-left.ts';
import { announceState } from '../build-events.ts';
import { BuildLog } from '../build-log.ts';
import type { BuildRecord } from '../build-record.ts';
import { type Buildspec, isInline, parseBuildspec } from '../buildspec/buildspec.ts';
import type { Context } from '../context.ts';
import { BuildRole } from './build-role.ts';
import { runCommandPhases } from './command-phases.ts';
import { baseEnvironment, codebuildVariables, declaredVariables } from './environment.ts';
import { limit } from './limit.ts';
import { PhaseFailure } from './phase-failure.ts';
import { Phases } from './phases.ts';
import { ProcessGroups } from './process-group.ts';
import { Shell } from './shell.ts';
import { downloadSource } from './source.ts';

/** Runs a build to its end. Never rejects. */
export async function runBuild(context: Context, build: BuildRecord): Promise<void> {
  const folder = join(context.account.folder, 'codebuild', build.uuid);
  const groups = new ProcessGroups(context.care);
  const role = new BuildRole(context, build);
  const log = new BuildLog(context.clock, role.logStream());
  const phases = new Phases(context, build, log);
  announceState(context.events, build);
  const submitted = await phases.run('SUBMITTED', async () => {
    openLog(log, build);
    return true;
  });
  if (!submitted) return finish(context, build, phases);
  const leave = await waitForTurn(context, build, phases);
  const inTime = limit(context.clock, build.settings.timeoutInMinutes, () => build.stop('TIMED_OUT'));
  try {
    await work(context, build, { folder, groups, log, phases, role });
  } finally {
    inTime();
    await phases.run('FINALIZING', async () => {
      groups.endAll();
      // And what has left its group: on AWS the build's container ends with all that is in it.
      await endProcessesLeft(folder);
      role.end();
      // What cannot be removed goes with the cloud's own folder; the build is good all the same.
      await rm(folder, { recursive: true, force: true, maxRetries: 3 }).catch(() => undefined);
    });
    leave();
    finish(context, build, phases);
  }
}

interface Means {
  readonly folder: string;
  readonly groups: ProcessGroups;
  readonly log: BuildLog;
  readonly phases: Phases;
  readonly role: BuildRole;
}

function openLog(log: BuildLog, { settings, arn }: BuildRecord): void {
  const refusal = log.open();
  if (refusal === undefined) return;
  throw new PhaseFailure(
    'ACCESS_DENIED',
    `Service role ${settings.serviceRole} does not allow AWS CodeBuild to create Amazon CloudWatch Logs log streams for build ${arn}. Error message: ${refusal}`,
  );
}

async function waitForTurn(
  { queue, clock }: Context,
  build: BuildRecord,
  phases: Phases,
): Promise<() => void> {
  let leave = () => {};
  const inTime = limit(clock, build.settings.queuedTimeoutInMinutes, () => build.stop('TIMED_OUT'));
  await phases.run('QUEUED', async () => {
    leave = await queue.enter(build.stopping.signal);
  });
  inTime();
  return leave;
}

async function work(
  context: Context,
  build: BuildRecord,
  { folder, groups, log, phases, role }: Means,
): Promise<void> {
  const { account, engine } = context;
  const { signal } = build.stopping;
  const source = join(folder, 'src');
  const base = baseEnvironment(engine, folder);

  const credentials = await phases.run('PROVISIONING', async () => {
    await mkdir(folder, { recursive: true });
    try {
      return role.credentials();
    } catch (cause) {
      throw new PhaseFailure(
        'CLIENT_ERROR',
        `CodeBuild is not authorized to perform: sts:AssumeRole on service role. ${cause instanceof Error ? cause.message : cause}`,
        { cause },
      );
    }
  });
  if (!credentials) return;

  const found = await phases.run('DOWNLOAD_SOURCE', async () => {
    const { sourceVersion: version } = build.settings;
    build.resolvedSourceVersion = await downloadSource({
      ...{ source: build.settings.source, version, folder: source },
      ...{ environment: base, groups, signal },
    });
    log.note(`Phase is DOWNLOAD_SOURCE`);
    const spec = await readBuildspec(build.settings.source.buildspec, source);
    const given = build.settings.environment.environmentVariables ?? [];
    return { spec, declared: declaredVariables(spec, given, (name) => role.parameter(name)) };
  });
  if (!found) return;
  const { spec, declared } = found;

  const shell = await phases.prepare('INSTALL', () => {
    const variables = {
      ...base,
      ...codebuildVariables(build, account, credentials, source),
      ...declared,
    };
    return new Shell({ program: spec.env.shell, variables, folder: source, scratch: folder, groups });
  });
  if (!shell) return;
  await runCommandPhases({ build, spec, shell, log, phases });
  build.exported = spec.env['exported-variables'].flatMap((name) => {
    const value = shell.variables[name];
    return value === undefined ? [] : [{ name, value }];
  });
}

async function readBuildspec(given: string | undefined, source: string): Promise<Buildspec> {
  try {
    // https://docs.aws.amazon.com/codebuild/latest/userguide/build-spec-ref.html: its name when none is given
    const isText = given !== undefined && isInline(given);
    return parseBuildspec(isText ? given : await readFile(join(source, given || 'buildspec.yml'), 'utf8'));
  } catch (cause) {
    throw new PhaseFailure('YAML_FILE_ERROR', cause instanceof Error ? cause.message : String(cause), {
      cause,
    });
  }
}

function finish({ events, clock }: Context, build: BuildRecord, phases: Phases): void {
  const { signal } = build.stopping;
  build.endTime = clock.date();
  build.phases.push({ phaseType: 'COMPLETED', startTime: build.endTime });
  build.status = signal.aborted ? (signal.reason === 'TIMED_OUT' ? 'TIMED_OUT' : 'STOPPED') : phases.verdict;
  announceState(events, build);
}
