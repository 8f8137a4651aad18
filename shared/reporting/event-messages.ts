import type { BuildEnded, DeploymentEnded, DeploymentStarted } from '../../events/index.ts';
import { releaseName, shortCommit, shortDigest } from './names.ts';
import { type SlackMessage, slackMessage } from './slack-message.ts';
import { formatSpan } from './times.ts';

export function deploymentStartedMessage(event: DeploymentStarted): SlackMessage {
  const where = placeOf(event);
  const name = releaseName(event.release);
  const headline =
    event.kind === 'rollback' ? `⏪ ${where}: going back to ${name}` : `🚀 ${where}: deploying ${name}`;
  return slackMessage(headline, '', facts(event));
}

export function deploymentEndedMessage(event: DeploymentEnded): SlackMessage {
  return slackMessage(headlineOf(event), event.reason, [
    ...facts(event),
    `took ${formatSpan(event.seconds)}`,
    event.url,
  ]);
}

/** A build that went well is no news by itself: a deployment follows it. */
export function buildEndedMessage(event: BuildEnded): SlackMessage {
  const commit = shortCommit(event.commit);
  const ok = event.status === 'SUCCEEDED';
  const headline = ok
    ? `📦 ${event.pipeline}: the build of ${commit} is done`
    : `❌ ${event.pipeline}: the build of ${commit} ended ${event.status}; nothing was deployed`;
  return slackMessage(headline, event.reason ?? '', [event.build, event.logs && `log: ${event.logs}`]);
}

/** `web prod`, or `web prod worker` where the stage has several services. */
function placeOf({ pipeline, stage, service }: DeploymentStarted): string {
  return [pipeline, stage, service].filter((part) => part !== undefined).join(' ');
}

function headlineOf(event: DeploymentEnded): string {
  const { kind, release, verdict, now, held } = event;
  const where = placeOf(event);
  const name = releaseName(release);
  const attempt = kind === 'rollback' ? `going back to ${name}` : name;
  if (held) return `🛑 ${where}: ${attempt} failed, and so did going back: held until somebody acts`;
  switch (verdict) {
    case 'verified':
      return kind === 'rollback'
        ? `✅ ${where}: back on ${name}, verified`
        : `✅ ${where}: ${name} is live, verified`;
    case 'rolled-back':
      return `↩️ ${where}: ${attempt} failed and was rolled back${now ? `; ${releaseName(now)} runs` : ''}`;
    case 'failed':
      return `❌ ${where}: ${attempt} failed${now ? `; ${releaseName(now)} runs` : ' and somebody must look'}`;
    case 'superseded':
      return `⏭️ ${where}: ${attempt} was superseded`;
    case 'rejected':
      return `⛔ ${where}: ${attempt} was rejected; nothing was changed`;
  }
}

function facts({ release, requestedBy, deployment, target }: DeploymentStarted | DeploymentEnded) {
  return [`${release.repository} ${shortDigest(release.digest)}`, target, `by ${requestedBy}`, deployment];
}
