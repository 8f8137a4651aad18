import type { BuildPhase, BuildPhaseType, StatusType } from '@aws-sdk/client-codebuild';
import { announcePhase } from '../build-events.ts';
import type { BuildLog } from '../build-log.ts';
import type { BuildRecord } from '../build-record.ts';
import type { Context } from '../context.ts';
import { PhaseFailure } from './phase-failure.ts';

/** The phases of one build: each is timed, judged and announced. */
export class Phases {
  /** What the build is worth so far. */
  verdict: 'SUCCEEDED' | 'FAILED' | 'FAULT' = 'SUCCEEDED';
  readonly #context: Context;
  readonly #build: BuildRecord;
  readonly #log: BuildLog;

  constructor(context: Context, build: BuildRecord, log: BuildLog) {
    this.#context = context;
    this.#build = build;
    this.#log = log;
  }

  /** Runs one phase. @returns what the action returned; undefined when the phase did not succeed */
  async run<Result>(phaseType: BuildPhaseType, action: () => Promise<Result>): Promise<Result | undefined> {
    const startTime = this.#context.clock.date();
    const index = this.#build.phases.push({ phaseType, startTime }) - 1;
    let result: Result | undefined;
    let ended: Pick<BuildPhase, 'phaseStatus' | 'contexts'>;
    try {
      result = await action();
      ended = this.#wasStopped(phaseType) ?? {
        phaseStatus: 'SUCCEEDED',
        contexts: [{ statusCode: '', message: '' }],
      };
    } catch (error) {
      ended = this.#wasStopped(phaseType) ?? this.#failed(error);
    }
    const endTime = this.#context.clock.date();
    const durationInSeconds = Math.round((endTime.getTime() - startTime.getTime()) / 1000);
    const phase = { phaseType, startTime, endTime, durationInSeconds, ...ended };
    this.#build.phases[index] = phase;
    const [{ statusCode = '', message = '' } = {}] = phase.contexts ?? [];
    this.#log.note(`Phase complete: ${phaseType} State: ${phase.phaseStatus}`);
    this.#log.note(`Phase context status code: ${statusCode} Message: ${message}`);
    announcePhase(this.#context.events, this.#build, phase);
    return phase.phaseStatus === 'SUCCEEDED' ? result : undefined;
  }

  /** What must be there before a phase can begin; when it fails, that phase failed. */
  async prepare<Result>(phaseType: BuildPhaseType, action: () => Result): Promise<Result | undefined> {
    try {
      return action();
    } catch (cause) {
      return this.run<Result>(phaseType, async () => {
        throw new PhaseFailure('CLIENT_ERROR', cause instanceof Error ? cause.message : String(cause), {
          cause,
        });
      });
    }
  }

  /** What is stopped is not judged; tidying up is not what was stopped. */
  #wasStopped(phaseType: BuildPhaseType): { phaseStatus: StatusType; contexts: [] } | undefined {
    const { signal } = this.#build.stopping;
    if (!signal.aborted || phaseType === 'FINALIZING') return undefined;
    return { phaseStatus: signal.reason === 'TIMED_OUT' ? 'TIMED_OUT' : 'STOPPED', contexts: [] };
  }

  #failed(error: unknown): Pick<BuildPhase, 'phaseStatus' | 'contexts'> {
    if (error instanceof PhaseFailure) {
      if (this.verdict === 'SUCCEEDED') this.verdict = 'FAILED';
      const { statusCode, message } = error;
      return { phaseStatus: 'FAILED', contexts: [{ statusCode, message }] };
    }
    this.verdict = 'FAULT';
    console.error(`codebuild: ${this.#build.id}:`, error);
    const message = error instanceof Error ? error.message : String(error);
    return { phaseStatus: 'FAULT', contexts: [{ statusCode: 'INTERNAL_SERVICE_ERROR', message }] };
  }
}
