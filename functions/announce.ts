import { buildEnded, deploymentEnded, type Envelope, isEvent } from '../events/index.ts';
import { Retryable } from '../shared/deployment/errors.ts';
import { newsOfBuild, newsOfDeployment } from '../shared/deployment/news.ts';
import { buildEndedMessage, deploymentEndedMessage } from '../shared/reporting/event-messages.ts';
import { setting } from '../shared/runtime/environment.ts';
import { onInvocation } from '../shared/runtime/handlers.ts';
import { ledger, now, secrets } from '../shared/runtime/services.ts';

const TIMEOUT_MS = 10_000;

/** Tells people how a deployment ended, or that a build failed: one message each, to a Slack-style webhook. */
export const handler = onInvocation(async (event: Envelope, log) => {
  const news = newsOf(event);
  if (news?.about === undefined) return { announced: false };
  const { about, message } = news;
  const [url] = await secrets()(setting('ANNOUNCE_URL_PARAMETER'));
  if (url === undefined) {
    log.info('nobody to tell', { missing: setting('ANNOUNCE_URL_PARAMETER') });
    await ledger().forgetUntold(about);
    return { announced: false };
  }
  if (!(await ledger().takeAnnouncement(about, now()))) return { announced: false };
  try {
    await post(url, message);
  } catch (error) {
    await ledger().giveAnnouncementBack(about, now());
    throw error;
  }
  await ledger().announced(about, now());
  return { announced: true };
});

/** Of what is no news there is nothing that it is about. */
function newsOf(event: Envelope): { about: string | undefined; message: object } | undefined {
  if (isEvent(deploymentEnded, event))
    return { about: newsOfDeployment(event.detail), message: deploymentEndedMessage(event.detail) };
  if (isEvent(buildEnded, event))
    return { about: newsOfBuild(event.detail), message: buildEndedMessage(event.detail) };
  return undefined;
}

/** The URL is a secret: it is in no message. @throws Retryable */
async function post(url: string, message: object): Promise<void> {
  let status: number;
  try {
    const answer = await fetch(url, {
      method: 'POST',
      redirect: 'error',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(message),
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    status = answer.status;
  } catch (error) {
    throw new Retryable(
      `the announcement could not be sent: ${error instanceof Error ? error.name : 'unknown'}`,
    );
  }
  if (status >= 300) throw new Retryable(`the announcement was answered with status ${status}`);
}
