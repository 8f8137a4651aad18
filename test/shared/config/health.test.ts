import { expect, test } from 'vitest';
import { formatProblem, parseConfig } from '../../../shared/config/index.ts';

/** slipway.yml with this as a stage's health, from line 8, column 17 on. */
const withHealth = (health: string) => `pipelines:
  web:
    source: { github: sample/web }
    image: web
    stages:
      - name: prod
        target: { ecs: { cluster: web, service: web } }
        health: ${health}
`;

function read(health: string) {
  const parsed = parseConfig(withHealth(health), 'slipway.yml');
  return parsed.ok ? parsed.pipelines[0]?.stages[0]?.health : parsed.problems.map(formatProblem);
}

const defaults = { status: [200], consecutive: 3, intervalSeconds: 1, timeoutSeconds: 5, limitSeconds: 60 };

test('all that a probe can ask', () => {
  expect(
    read(
      '{ path: /up, method: POST, headers: { X-Tenant: a }, contains: ok, json: { path: db.0.up, equals: true }, version: { header: X-Version }, tls: { serverName: app.example.com }, bake: 1h, tolerate: 0.5% }',
    ),
  ).toEqual({
    ...defaults,
    path: '/up',
    method: 'POST',
    headers: { 'x-tenant': 'a' },
    contains: 'ok',
    json: { path: 'db.0.up', equals: true },
    version: { header: 'x-version' },
    tls: { serverName: 'app.example.com' },
    bakeSeconds: 3600,
    tolerate: 0.005,
  });
});

test('several probes, each with what it leaves out as health itself has it', () => {
  expect(
    read('{ limit: 2m, probes: [{ name: page, contains: Hello }, { name: api, path: /api, limit: 10s }] }'),
  ).toEqual({
    ...defaults,
    limitSeconds: 120,
    bakeSeconds: 0,
    probes: [
      { ...defaults, name: 'page', contains: 'Hello', limitSeconds: 120 },
      { ...defaults, name: 'api', path: '/api', limitSeconds: 10 },
    ],
  });
});

test.each([
  ['{ method: get }', ['8:27', 'method must be GET, HEAD, OPTIONS, POST or PUT']],
  [
    '{ headers: { Authorization: Basic abc } }',
    [
      '8:30',
      'headers.Authorization looks like credentials, which a probe never sends: let the app answer its health check without',
    ],
  ],
  [
    '{ headers: { Host: a.example } }',
    ['8:30', 'headers.Host is not for you to set: the host is that of health.url or health.tls.serverName'],
  ],
  [
    '{ json: { path: a..b, equals: 1 } }',
    ['8:33', 'json.path must be names and places with dots between, e.g. "checks.0.state"'],
  ],
  [
    '{ version: { json: a, body: true } }',
    [
      '8:28',
      'version must have exactly one of "json", "header" and "body": where the answer tells its version',
    ],
  ],
  [
    '{ version: { commit: a } }',
    ['8:30', 'version.commit is not a key that is known here; known are json, header, body'],
  ],
  [
    '{ method: HEAD, contains: ok }',
    ['8:27', 'method is HEAD, which has no body: "contains", "json" and such a "version" need one'],
  ],
  [
    '{ tls: { serverName: "https://a" } }',
    ['8:38', 'tls.serverName must be the name of a host, e.g. "app.example.com", without scheme and port'],
  ],
  [
    '{ tls: { insecure: true } }',
    ['8:26', 'tls.insecure is not a key that is known here; known are serverName'],
  ],
  ['{ bake: 5m, tolerate: 60% }', ['8:39', 'tolerate must be at most 50%']],
  ['{ bake: 5m, tolerate: 1 }', ['8:39', 'tolerate must be a share, e.g. "1%"']],
  [
    '{ tolerate: 1% }',
    ['8:29', 'tolerate has no effect without "bake": it is a share of the probes of that time'],
  ],
  ['{ probes: [{ name: a }, { name: a }] }', ['8:49', 'probes[1].name "a" is the name of an earlier probe']],
  [
    '{ probes: [{ name: a, pth: /x }] }',
    ['8:39', 'probes[0].pth is not a key that is known here; did you mean "path"?'],
  ],
  [
    '{ probes: [{ name: a, consecutive: 100, limit: 5s }] }',
    ['8:64', 'probes[0].limit is too short for 100 answers with 1 s between them'],
  ],
])('a health check that cannot be: %s', (health, [place, problem]) => {
  const problems = read(health);
  expect(problems).toContain(`slipway.yml:${place}: pipelines.web.stages[0].health.${problem}`);
});
