import { randomUUID } from 'node:crypto';
import type {
  Build,
  BuildPhase,
  BuildPhaseType,
  LogsConfig,
  ProjectEnvironment,
  ProjectSource,
  StatusType,
} from '@aws-sdk/client-codebuild';
import type { Account } from '../parts.ts';

/** What a build is made of: the project's settings with the call's overrides in their place. */
export interface BuildSettings {
  readonly projectName: string;
  readonly source: ProjectSource;
  readonly sourceVersion: string | undefined;
  readonly environment: ProjectEnvironment;
  readonly serviceRole: string;
  readonly timeoutInMinutes: number;
  readonly queuedTimeoutInMinutes: number;
  readonly encryptionKey: string;
  readonly logsConfig: LogsConfig | undefined;
}

/** One build, from its start to its end. */
export class BuildRecord {
  readonly uuid = randomUUID();
  readonly id: string;
  readonly arn: string;
  readonly number: number;
  readonly initiator: string;
  readonly startTime: Date;
  readonly settings: BuildSettings;
  readonly phases: BuildPhase[] = [];
  /** Fires when the build is to end early; the reason is the status that it ends with. */
  readonly stopping = new AbortController();
  status: StatusType = 'IN_PROGRESS';
  endTime: Date | undefined;
  resolvedSourceVersion: string | undefined;
  exported: readonly { name: string; value: string }[] = [];
  /** Settles when the build has ended. */
  ended: Promise<void> = Promise.resolve();
  readonly #account: Account;

  constructor(
    settings: BuildSettings,
    options: { account: Account; number: number; initiator: string; startTime: Date },
  ) {
    const { account, number, initiator, startTime } = options;
    this.#account = account;
    this.settings = settings;
    this.number = number;
    this.initiator = initiator;
    this.startTime = startTime;
    this.id = `${settings.projectName}:${this.uuid}`;
    this.arn = `arn:aws:codebuild:${account.region}:${account.id}:build/${this.id}`;
  }

  get currentPhase(): BuildPhaseType {
    return this.phases.at(-1)?.phaseType ?? 'SUBMITTED';
  }

  /** Where its log is; undefined when the project turned it off. */
  get logPlace(): { group: string; stream: string } | undefined {
    const { status, groupName, streamName } = this.settings.logsConfig?.cloudWatchLogs ?? {};
    if (status === 'DISABLED') return undefined;
    return {
      group: groupName ?? `/aws/codebuild/${this.settings.projectName}`,
      stream: streamName === undefined ? this.uuid : `${streamName}/${this.uuid}`,
    };
  }

  /** The log in AWS's console: what AWS answers, for a console that is not there. */
  get deepLink(): string {
    const { group = '', stream = '' } = this.logPlace ?? {};
    const escaped = (text: string) => encodeURIComponent(text).replaceAll('%', '$$25');
    const base = `https://console.aws.amazon.com/cloudwatch/home?region=${this.#account.region}`;
    return `${base}#logsV2:log-groups/log-group/${escaped(group)}/log-events/${escaped(stream)}`;
  }

  stop(status: 'STOPPED' | 'TIMED_OUT'): void {
    if (this.status === 'IN_PROGRESS') this.stopping.abort(status);
  }

  describe(): Build {
    const { settings, logPlace } = this;
    const { region, id } = this.#account;
    return {
      id: this.id,
      arn: this.arn,
      buildNumber: this.number,
      startTime: this.startTime,
      endTime: this.endTime,
      currentPhase: this.currentPhase,
      buildStatus: this.status,
      sourceVersion: settings.sourceVersion,
      resolvedSourceVersion: this.resolvedSourceVersion,
      projectName: settings.projectName,
      phases: [...this.phases],
      source: settings.source,
      secondarySources: [],
      artifacts: { location: '' },
      cache: { type: 'NO_CACHE' },
      environment: settings.environment,
      serviceRole: settings.serviceRole,
      logs: {
        deepLink: this.deepLink,
        ...(logPlace
          ? {
              groupName: logPlace.group,
              streamName: logPlace.stream,
              cloudWatchLogsArn: `arn:aws:logs:${region}:${id}:log-group:${logPlace.group}:log-stream:${logPlace.stream}`,
            }
          : {}),
        ...(settings.logsConfig?.cloudWatchLogs
          ? { cloudWatchLogs: settings.logsConfig.cloudWatchLogs }
          : {}),
      },
      timeoutInMinutes: settings.timeoutInMinutes,
      queuedTimeoutInMinutes: settings.queuedTimeoutInMinutes,
      buildComplete: this.endTime !== undefined,
      initiator: this.initiator,
      encryptionKey: settings.encryptionKey,
      exportedEnvironmentVariables: [...this.exported],
    };
  }
}
