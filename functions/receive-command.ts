import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { commandFromJson } from '../shared/intake/commands.ts';
import { readSlackRequest } from '../shared/intake/slack.ts';
import { readWebhookRequest } from '../shared/intake/webhook.ts';
import { formatAnswer } from '../shared/reporting/answer.ts';
import { slackTable } from '../shared/reporting/slack-message.ts';
import { perform } from '../shared/runtime/commands.ts';
import { setting } from '../shared/runtime/environment.ts';
import { json, onCommand } from '../shared/runtime/handlers.ts';
import { now, secrets } from '../shared/runtime/services.ts';

/** What a person asks for, by Slack, by a signed webhook, or by the CLI, which invokes this function itself. */
export const handler = onCommand({
  /** `POST /slack` and `POST /command` of the HTTP API. */
  async request(event) {
    return event.rawPath.endsWith('/slack') ? answerSlack(event) : answerWebhook(event);
  },
  /** A direct invocation: whoever may invoke this function may ask anything of it. */
  async invocation(payload, by) {
    const parsed = commandFromJson(payload);
    return parsed.ok ? perform(parsed.command, by) : { kind: 'rejected', reason: parsed.message };
  },
});

async function answerSlack(event: APIGatewayProxyEventV2) {
  const asked = readSlackRequest(event, await secrets()(setting('SLACK_SECRET_PARAMETER')), now());
  if (asked.kind === 'refused') return json(asked.status, { error: asked.message });
  if (asked.kind === 'answer') return json(200, { response_type: 'ephemeral', text: asked.text });
  const answer = await perform(asked.command, `slack:${asked.user}`, asked.id);
  // What changes something is for everybody to see.
  const visibility = ['requested', 'gate'].includes(answer.kind) ? 'in_channel' : 'ephemeral';
  return json(200, { response_type: visibility, ...slackTable(formatAnswer(answer, now())) });
}

async function answerWebhook(event: APIGatewayProxyEventV2) {
  const asked = readWebhookRequest(event, await secrets()(setting('WEBHOOK_SECRET_PARAMETER')), now());
  if (asked.kind === 'refused') return json(asked.status, { error: asked.message });
  const answer = await perform(asked.command, 'webhook', asked.id);
  const status = { rejected: 409, requested: 202 } as const;
  return json(answer.kind in status ? status[answer.kind as keyof typeof status] : 200, answer);
}
