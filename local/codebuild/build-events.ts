import type { BuildPhase } from '@aws-sdk/client-codebuild';
import type { EventSink } from '../parts.ts';
import type { BuildRecord } from './build-record.ts';

/** https://docs.aws.amazon.com/codebuild/latest/userguide/sample-build-notifications.html#sample-build-notifications-ref */
export function announceState(events: EventSink, build: BuildRecord): void {
  put(events, build, 'CodeBuild Build State Change', {
    'build-status': build.status,
    'current-phase': build.currentPhase,
    'current-phase-context': contexts(build.phases.at(-1)),
  });
}

export function announcePhase(events: EventSink, build: BuildRecord, phase: BuildPhase): void {
  put(events, build, 'CodeBuild Build Phase Change', {
    'completed-phase': phase.phaseType,
    'completed-phase-status': phase.phaseStatus,
    'completed-phase-context': contexts(phase),
    'completed-phase-duration-seconds': phase.durationInSeconds,
    'completed-phase-start': clockTime(phase.startTime),
    'completed-phase-end': clockTime(phase.endTime),
  });
}

function put(events: EventSink, build: BuildRecord, detailType: string, own: Record<string, unknown>): void {
  const { settings } = build;
  const { environment, source } = settings;
  events.put({
    source: 'aws.codebuild',
    detailType,
    resources: [build.arn],
    detail: {
      ...own,
      'project-name': settings.projectName,
      'build-id': build.arn,
      'additional-information': {
        cache: { type: 'NO_CACHE' },
        'build-number': build.number,
        'timeout-in-minutes': settings.timeoutInMinutes,
        'queued-timeout-in-minutes': settings.queuedTimeoutInMinutes,
        'build-complete': build.endTime !== undefined,
        initiator: build.initiator,
        'build-start-time': clockTime(build.startTime),
        ...(settings.sourceVersion === undefined ? {} : { 'source-version': settings.sourceVersion }),
        source: {
          type: source.type,
          ...(source.location === undefined ? {} : { location: source.location }),
          ...(source.buildspec === undefined ? {} : { buildspec: source.buildspec }),
        },
        artifact: { location: '' },
        environment: {
          image: environment.image,
          'privileged-mode': environment.privilegedMode ?? false,
          'image-pull-credentials-type': environment.imagePullCredentialsType ?? 'CODEBUILD',
          'compute-type': environment.computeType,
          type: environment.type,
          'environment-variables': (environment.environmentVariables ?? []).map(({ name, value, type }) => ({
            name,
            type: type ?? 'PLAINTEXT',
            value,
          })),
        },
        logs: {
          'deep-link': build.deepLink,
          ...(build.logPlace
            ? { 'group-name': build.logPlace.group, 'stream-name': build.logPlace.stream }
            : {}),
        },
        phases: build.phases.map((phase) => ({
          'phase-type': phase.phaseType,
          'start-time': clockTime(phase.startTime),
          ...(phase.endTime
            ? {
                'phase-context': lines(phase),
                'end-time': clockTime(phase.endTime),
                'duration-in-seconds': phase.durationInSeconds,
                'phase-status': phase.phaseStatus,
              }
            : {}),
        })),
      },
      version: '1',
    },
  });
}

const lines = (phase: BuildPhase | undefined): string[] =>
  (phase?.contexts ?? []).map(({ statusCode = '', message = '' }) => `${statusCode}: ${message}`);

const contexts = (phase: BuildPhase | undefined): string => `[${lines(phase).join(', ')}]`;

/** `Sep 1, 2017 4:12:29 PM`, in UTC. */
function clockTime(date: Date | undefined): string {
  if (!date) return '';
  const format = new Intl.DateTimeFormat('en-US', {
    ...{ year: 'numeric', month: 'short', day: 'numeric', timeZone: 'UTC' },
    ...{ hour: 'numeric', minute: '2-digit', second: '2-digit', hour12: true },
  } as const);
  const part = Object.fromEntries(format.formatToParts(date).map(({ type, value }) => [type, value]));
  return `${part.month} ${part.day}, ${part.year} ${part.hour}:${part.minute}:${part.second} ${part.dayPeriod}`;
}
