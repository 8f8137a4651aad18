import fc from 'fast-check';
import { expect, test } from 'vitest';
import { commandFromJson } from '../../../shared/intake/commands.ts';
import { readWebhookRequest, signWebhook } from '../../../shared/intake/webhook.ts';

const secret = 'shared secret';
const seconds = 1_790_000_000;
const now = seconds * 1000;

function request(content: unknown, at = seconds) {
  const body = typeof content === 'string' ? content : JSON.stringify(content);
  return { headers: signWebhook(secret, at, body), body };
}

test('what signWebhook signed is read', () => {
  const command = { command: 'rollback', pipeline: 'web', stage: 'prod', to: 'abc1234' };
  const event = request(command);
  expect(event.headers).toEqual({
    'content-type': 'application/json',
    'x-slipway-timestamp': '1790000000',
    'x-slipway-signature': expect.stringMatching(/^v1=[0-9a-f]{64}$/),
  });
  expect(readWebhookRequest(event, ['new', secret], now)).toEqual({
    kind: 'command',
    command,
    id: event.headers['x-slipway-signature'],
  });
});

test.each([
  [request('no json'), 400, 'The body is not JSON'],
  [request('[]'), 400, 'The command must be of type object.'],
  [
    request({}),
    400,
    '"command" must be one of status, history, show, deploy, rollback, freeze, unfreeze, resume.',
  ],
  [request({ command: 'apply', config: '' }), 400, '"command" must be one of status,'],
  [request({ command: 'deploy', pipeline: 'web' }), 400, '"image" is missing.'],
  [request({ command: 'status', pipline: 'web' }), 400, 'The command has the unknown key pipline.'],
  [request({ command: 'history', pipeline: 'web', limit: 1000 }), 400, '"limit" must be at most 100.'],
  [request({ command: 'status' }, seconds - 301), 401, '301 s ago'],
  [{ ...request({ command: 'status' }), body: '{"command":"rollback"}' }, 401, 'does not match'],
  [{ headers: {}, body: '{}' }, 401, 'x-slipway-signature is missing'],
])('what is wrong is refused with a clear message (%#)', (event, status, part) => {
  expect(readWebhookRequest(event, [secret], now)).toEqual({
    kind: 'refused',
    status,
    message: expect.stringContaining(part),
  });
});

test('a signature holds for its own time, body and secret only, and nothing makes it throw', () => {
  fc.assert(
    fc.property(
      fc.oneof(fc.string(), fc.json()),
      fc.string(),
      fc.integer({ min: 1, max: 200 }),
      (body, other, late) => {
        const event = request(body);
        const signed = readWebhookRequest(event, [secret], now);
        expect(signed).not.toMatchObject({ status: 401 });
        const later = { ...event.headers, 'x-slipway-timestamp': String(seconds + late) };
        expect(readWebhookRequest({ headers: later, body }, [secret], now)).toMatchObject({ status: 401 });
        if (other !== secret) expect(readWebhookRequest(event, [other], now)).toMatchObject({ status: 401 });
        if (other !== body)
          expect(readWebhookRequest({ ...event, body: other }, [secret], now)).toMatchObject({ status: 401 });
      },
    ),
  );
});

test('the functions own the whole list of commands, apply too', () => {
  expect(commandFromJson({ command: 'apply', config: 'pipelines: {}', dryRun: true })).toMatchObject({
    ok: true,
  });
  expect(commandFromJson({ command: 'apply', config: 1 })).toEqual({
    ok: false,
    message: '"config" must be of type string.',
  });
});
