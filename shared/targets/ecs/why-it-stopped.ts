import type { Container, Task } from '@aws-sdk/client-ecs';

/** What an exit code says by itself: 128 and the signal's number (POSIX shells, and Docker). */
const SIGNALS: Readonly<Record<number, string>> = {
  132: 'illegal instruction: is the image for another architecture?',
  134: 'it aborted',
  137: 'killed',
  139: 'it touched memory that is not its own',
  143: 'ended by SIGTERM',
};

/**
 * Why a task stopped, and what to do where that is known; undefined where ECS or a person ended it as they should.
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/stopped-task-error-codes.html
 */
export function whyItStopped(task: Task): string | undefined {
  const { stoppedReason = '', stopCode, containers = [] } = task;
  if (isNoCause(task)) return undefined;
  const ended = containers
    .filter(({ exitCode, reason }) => (exitCode !== undefined && exitCode !== 0) || reason !== undefined)
    // What ECS stops for another's sake ends by SIGTERM or SIGKILL: that is no cause, unless it is all there is.
    .filter((one, _, all) => !wasStopped(one) || all.every(wasStopped))
    .map(endOf);
  const told =
    [stoppedReason, ended.join(', ')].filter(Boolean).join('; ') ||
    `it ended with ${stopCode ?? 'no reason'}`;
  const hint = whatToDo([stoppedReason, ...containers.map(({ reason }) => reason)].join(' '), task);
  return hint === undefined ? told : `${told} — ${hint}`;
}

/** Tasks that ECS stopped because it scaled or went back, that people stopped, and lost Spot instances. */
function isNoCause({ stopCode, stoppedReason = '' }: Task): boolean {
  if (stopCode === 'ServiceSchedulerInitiated') return !/health check/i.test(stoppedReason);
  return stopCode === 'UserInitiated';
}

function wasStopped({ exitCode, reason }: Container): boolean {
  return reason === undefined && (exitCode === 137 || exitCode === 143);
}

function endOf({ name, exitCode, reason }: Container): string {
  const meaning = exitCode === undefined ? undefined : SIGNALS[exitCode];
  const code =
    exitCode === undefined ? '' : `exit code ${exitCode}${meaning && !reason ? ` (${meaning})` : ''}`;
  return [name, code, reason].filter(Boolean).join(' ');
}

/** The first that fits. */
function whatToDo(reason: string, { containers = [] }: Task): string | undefined {
  if (/OutOfMemory/i.test(reason)) return 'it used more memory than it may: give it more, or let it use less';
  if (/CannotPull/i.test(reason)) {
    const images = [...new Set(containers.map(({ image }) => image))].join(', ');
    return `the image ${images} could not be pulled: ${pullHint(reason)}`;
  }
  if (/ResourceInitializationError/i.test(reason)) {
    if (/logger|log group|log stream/i.test(reason))
      return 'its log group must be there, and its execution role be allowed to write to it';
    return 'what the task definition names must be there, and its execution role be allowed to read it';
  }
  if (/ELB health checks/i.test(reason))
    return "it ran, but did not answer the load balancer's health check as it should";
  if (/container health checks/i.test(reason))
    return "the command of the container's own health check failed";
  if (/exec format error/i.test(reason)) return "the image is for another architecture than the task's";
  return undefined;
}

/** @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_cannot_pull_image.html */
function pullHint(reason: string): string {
  if (/not ?found|does not exist|manifest unknown/i.test(reason)) return 'is it still in its repository?';
  if (/denied|unauthori[sz]ed|forbidden|403|no basic auth/i.test(reason))
    return 'may its execution role pull from the repository?';
  if (/timeout|timed out|dial tcp|i\/o|deadline|no such host/i.test(reason))
    return 'do its subnets reach the registry, by a NAT gateway, a public address or VPC endpoints?';
  if (/platform|architecture|no match/i.test(reason)) return "is it built for the task's architecture?";
  if (/rate limit|toomanyrequests/i.test(reason)) return 'its registry limits pulls: use a copy in ECR';
  return 'look at the repository, the execution role and the network';
}
