import { createHmac } from 'node:crypto';
import { expect, test } from 'vitest';
import type { HttpEvent } from '../../../shared/intake/http.ts';
import { readSlackRequest } from '../../../shared/intake/slack.ts';

const secret = 'signing-secret';
const now = Date.UTC(2026, 10, 21);
const seconds = now / 1000;

function slash(text: string, { at = seconds, key = secret, extra = '' } = {}): HttpEvent {
  const form = new URLSearchParams({
    command: '/slipway',
    text,
    user_id: 'U42',
    user_name: 'mira',
    response_url: 'https://hooks.slack.com/commands/T1/2/3',
    trigger_id: '4.5.6',
  });
  const body = form.toString() + extra;
  return {
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      'x-slack-request-timestamp': String(at),
      'x-slack-signature': `v0=${createHmac('sha256', key).update(`v0:${at}:${body}`).digest('hex')}`,
    },
    body,
  };
}

test("Slack's own example of a signature is accepted, at its time only", () => {
  // @see https://docs.slack.dev/authentication/verifying-requests-from-slack
  const event = {
    headers: {
      'X-Slack-Request-Timestamp': '1531420618',
      'X-Slack-Signature': 'v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503',
      'Content-Type': 'application/x-www-form-urlencoded',
    },
    body: 'token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c',
  };
  const key = '8f742231b10e8888abcd99yyyzzz85a5';
  expect(readSlackRequest(event, [key], 1531420618_000)).toMatchObject({ kind: 'answer' });
  expect(readSlackRequest(event, [key], 1531420618_000 + 301_000)).toMatchObject({
    kind: 'refused',
    status: 401,
    message: expect.stringContaining('301 s ago'),
  });
});

test.each([
  ['status', { command: 'status' }],
  ['  Status   web ', { command: 'status', pipeline: 'web' }],
  ['history web prod', { command: 'history', pipeline: 'web', stage: 'prod' }],
  ['show web-prod-1', { command: 'show', deployment: 'web-prod-1' }],
  ['deploy web abc1234', { command: 'deploy', pipeline: 'web', image: 'abc1234' }],
  ['deploy web prod v1.2', { command: 'deploy', pipeline: 'web', stage: 'prod', image: 'v1.2' }],
  ['rollback web', { command: 'rollback', pipeline: 'web' }],
  ['rollback web prod to abc1234', { command: 'rollback', pipeline: 'web', stage: 'prod', to: 'abc1234' }],
  ['rollback web to abc1234', { command: 'rollback', pipeline: 'web', to: 'abc1234' }],
])('%j is a command', (text, command) => {
  expect(readSlackRequest(slash(text), [secret], now)).toEqual({
    kind: 'command',
    command,
    user: 'mira U42',
    id: '4.5.6',
    responseUrl: 'https://hooks.slack.com/commands/T1/2/3',
  });
});

test.each([
  ['', 'rollback PIPELINE [STAGE[/SERVICE]] [to IMAGE]'],
  ['help', 'rollback PIPELINE [STAGE[/SERVICE]] [to IMAGE]'],
  ['constructor', 'I know no command "constructor"'],
  ['apply', 'I know no command "apply"'],
  ['rollback', 'It is: rollback PIPELINE [STAGE[/SERVICE]] [to IMAGE]'],
  ['rollback web prod to', 'It is: rollback PIPELINE [STAGE[/SERVICE]] [to IMAGE]'],
  ['status web prod', 'It is: status [PIPELINE]'],
  ['deploy web prod sha256:12', 'must be a tag, a commit'],
])('%j is answered with what is right', (text, part) => {
  expect(readSlackRequest(slash(text), [secret], now)).toEqual({
    kind: 'answer',
    text: expect.stringContaining(part),
  });
});

test.each([
  [slash('status', { key: 'another' }), 'does not match'],
  [slash('status', { at: seconds - 301 }), '301 s ago'],
  [slash('status', { at: seconds + 301 }), '301 s ahead'],
  [{ ...slash('status'), body: 'text=rollback+web' }, 'does not match'],
  [{ headers: {}, body: '' }, 'X-Slack-Signature is missing'],
])('what Slack did not sign, or not now, is refused (%#)', (event, part) => {
  expect(readSlackRequest(event, [secret], now)).toEqual({
    kind: 'refused',
    status: 401,
    message: expect.stringContaining(part),
  });
});

test('the check that Slack makes of an address is answered', () => {
  expect(readSlackRequest(slash('', { extra: '&ssl_check=1' }), [secret], now)).toEqual({
    kind: 'answer',
    text: 'ok',
  });
});
