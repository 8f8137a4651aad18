import { cut } from './table.ts';

/** What an incoming webhook of Slack takes; Mattermost, Rocket.Chat and others read its `text`. */
export interface SlackMessage {
  /** Shown in notifications, and where blocks are not understood. */
  readonly text: string;
  readonly blocks: readonly SlackBlock[];
}

type SlackBlock =
  | { readonly type: 'section'; readonly text: SlackText }
  | { readonly type: 'context'; readonly elements: readonly SlackText[] };

interface SlackText {
  readonly type: 'mrkdwn';
  readonly text: string;
}

/** Slack refuses a message with a longer text in a section. @see https://docs.slack.dev/reference/block-kit/blocks/section-block */
const MAX_SECTION_CHARACTERS = 3000;

/** Nothing from outside may become a link or call everybody in the channel. @see https://docs.slack.dev/messaging/formatting-message-text */
function escapeSlack(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/**
 * A message of a headline, sentences under it and small facts at its foot. The texts are plain: they are escaped here.
 */
export function slackMessage(
  headline: string,
  sentences: string,
  facts: readonly (string | undefined)[],
): SlackMessage {
  const foot = facts.filter((fact) => fact !== undefined).join(' · ');
  const body = escapeWithin(sentences, MAX_SECTION_CHARACTERS - 2 * headline.length);
  return {
    text: escapeSlack([headline, sentences].filter((part) => part !== '').join('\n')),
    blocks: [
      { type: 'section', text: { type: 'mrkdwn', text: `*${escapeSlack(headline)}*${body && `\n${body}`}` } },
      ...(foot === '' ? [] : [{ type: 'context' as const, elements: [mrkdwn(escapeSlack(foot))] }]),
    ],
  };
}

/** A message that keeps its columns, as an answer to a slash command. */
export function slackTable(text: string): SlackMessage {
  const body = `\`\`\`\n${escapeWithin(text, MAX_SECTION_CHARACTERS)}\n\`\`\``;
  return { text: body, blocks: [{ type: 'section', text: mrkdwn(body) }] };
}

/** As much of a text as has room when escaped; no escape is cut in half. */
function escapeWithin(text: string, most: number): string {
  // Room for what stands around it.
  const room = Math.max(most - 50, 100);
  let shown = cut(text, room);
  while (escapeSlack(shown).length > room) shown = cut(text, Math.floor(shown.length * 0.9));
  return escapeSlack(shown);
}

function mrkdwn(text: string): SlackText {
  return { type: 'mrkdwn', text };
}
