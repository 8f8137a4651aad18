import { createHmac } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import * as events from '../../events/index.ts';
import { parsePattern } from '../../local/events/pattern/pattern.ts';
import { readGithubRequest } from '../../shared/intake/github.ts';
import { readSlackRequest } from '../../shared/intake/slack.ts';
import { readWebhookRequest, signWebhook } from '../../shared/intake/webhook.ts';

const folder = new URL('../../events/samples/', import.meta.url);
const kinds = Object.values(events).filter((value) => typeof value === 'object');

function sample(name: string): string {
  return readFileSync(new URL(name, folder), 'utf8');
}

/** What a rule with this pattern does. */
const fits = (pattern: object, envelope: Record<string, unknown>) =>
  parsePattern(JSON.stringify(pattern))(envelope);

test.each(kinds.map((kind) => [kind.detailType, kind] as const))(
  '%s has a sample that its schema and its pattern take',
  (_, kind) => {
    const file = `${kind.detailType.toLowerCase().replaceAll(' ', '-')}.json`;
    const envelope = JSON.parse(sample(file));
    expect(events.isEvent<unknown>(kind, envelope)).toBe(true);
    expect(fits(kind.pattern, envelope)).toBe(true);
    for (const other of kinds) if (other !== kind) expect(fits(other.pattern, envelope)).toBe(false);
  },
);

test('the samples of requests are read as what they are', () => {
  const key = 'key';
  const sign = (text: string) => createHmac('sha256', key).update(text).digest('hex');

  const push = sample('github-push.json');
  const github = {
    'content-type': 'application/json',
    'x-github-event': 'push',
    'x-hub-signature-256': `sha256=${sign(push)}`,
  };
  expect(readGithubRequest({ headers: github, body: push }, [key])).toMatchObject({
    kind: 'push',
    repository: 'sample/web',
    branch: 'main',
    author: 'mira',
    message: 'Greet by name',
  });

  const slash = sample('slack-rollback.txt');
  const slack = {
    'content-type': 'application/x-www-form-urlencoded',
    'x-slack-request-timestamp': '1795246300',
    'x-slack-signature': `v0=${sign(`v0:1795246300:${slash}`)}`,
  };
  const command = { command: 'rollback', pipeline: 'web', stage: 'prod', to: 'b81e6a2' };
  expect(readSlackRequest({ headers: slack, body: slash }, [key], 1795246300_000)).toMatchObject({ command });

  const body = sample('webhook-rollback.json');
  const headers = signWebhook(key, 1795246300, body);
  expect(readWebhookRequest({ headers, body }, [key], 1795246300_000)).toMatchObject({ command });
});

test('there is no sample that nothing checks', () => {
  const checked = kinds.map((kind) => `${kind.detailType.toLowerCase().replaceAll(' ', '-')}.json`);
  const requests = ['github-push.json', 'slack-rollback.txt', 'webhook-rollback.json'];
  expect(readdirSync(folder).sort()).toEqual([...checked, ...requests].sort());
});
