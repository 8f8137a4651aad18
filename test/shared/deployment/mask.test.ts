import { expect, test } from 'vitest';
import { isSecret } from '../../../shared/deployment/mask.ts';

const environment = (name: string) => ['containerDefinitions', 'web', 'environment', name];

test.each([
  ...[
    'DB_PASSWORD',
    'dbPasswd',
    'GITHUB_TOKEN',
    'API_KEY',
    'apikey',
    'stripeSecret',
    'SENTRY_DSN',
    'PGPASS',
    'AUTH',
    'SIGNING_KEY',
  ],
])('%s is the name of a secret', (name) => {
  expect(isSecret(environment(name), 'x')).toBe(true);
});

test.each([...['LOG_LEVEL', 'MONKEY', 'KEYBOARD', 'AUTHOR', 'COMPASS_URL', 'PORT', 'PASSENGERS']])(
  '%s is not',
  (name) => {
    expect(isSecret(environment(name), 'x')).toBe(false);
  },
);

test.each([
  ['postgres://web:hunter2@db.example/web', true],
  ['postgres://db.example/web', false],
  ['https://example.com/a@b', false],
  ['-----BEGIN RSA PRIVATE KEY-----', true],
  [`AKIA${'A'.repeat(16)}`, true],
  [`ghp_${'a'.repeat(36)}`, true],
  ['xoxb-1234567890-abcdef', true],
  ['plain text', false],
])('of a harmless name, %s is secret: %s', (value, secret) => {
  expect(isSecret(environment('VALUE'), value)).toBe(secret);
});

test.each([
  [['serve', '--port', '80'], false],
  [['serve', '--password=x'], true],
  [['serve', '--db-token', 'x'], true],
  [['sh', '-c', 'API_KEY=x exec serve'], true],
])('of a command, %j is secret: %s', (command, secret) => {
  expect(isSecret(['containerDefinitions', 'web', 'command'], command)).toBe(secret);
});

test('what ECS reads a secret by is none', () => {
  const path = ['containerDefinitions', 'web', 'secrets', 'DB_PASSWORD'];
  expect(isSecret(path, 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:db-AbCdEf')).toBe(false);
});
