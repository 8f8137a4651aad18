import {
  CreateTargetGroupCommand,
  ModifyListenerCommand,
  ModifyTargetGroupAttributesCommand,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { expect, it } from 'vitest';
import { balanced, says, serve, until } from './balanced.ts';

const HOUR = 3600;
const attributesOf = (attributes: Record<string, string>) =>
  Object.entries(attributes).map(([Key, Value]) => ({ Key, Value }));

/** A client with a jar of cookies, as a browser has one. */
function browser(port: number) {
  const jar = new Map<string, string>();
  return {
    jar,
    async ask(path = '/') {
      const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
      const answer = await fetch(`http://127.0.0.1:${port}${path}`, { headers: cookie ? { cookie } : {} });
      const set = answer.headers.getSetCookie();
      for (const one of set) {
        const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(one) ?? [];
        jar.set(name, value);
      }
      return { status: answer.status, body: await answer.text(), set };
    },
  };
}

async function three(attributes: Record<string, string>) {
  const lb = await balanced({ attributes: attributesOf(attributes) });
  const targets = await Promise.all(
    ['one', 'two', 'three'].map(async (word) => ({ word, ...(await lb.register(says(word))) })),
  );
  await until(() => targets.every(({ address }) => lb.health(address)?.state === 'healthy'));
  return { ...lb, targets };
}

it('keeps a client at its target by a cookie of the load balancer, until that goes or the time is over', async () => {
  const lb = await three({
    'stickiness.enabled': 'true',
    'stickiness.lb_cookie.duration_seconds': String(HOUR),
  });
  const client = browser(lb.port);
  const first = await client.ask();
  expect(first.set[0]).toMatch(/^AWSALB=[^;]+; Expires=[^;]+ GMT; Path=\/$/);
  expect(first.set[1]).toMatch(/^AWSALBCORS=[^;]+; Expires=[^;]+ GMT; Path=\/; SameSite=None$/);
  for (let turn = 0; turn < 6; turn++) expect((await client.ask()).body).toBe(first.body);
  // The expiry starts anew at each answer.
  await lb.clock.move(0.75 * HOUR);
  expect((await client.ask()).body).toBe(first.body);
  await lb.clock.move(0.75 * HOUR);
  expect((await client.ask()).body).toBe(first.body);

  const before = client.jar.get('AWSALB') ?? '';
  client.jar.set('AWSALB', `${before.slice(0, -6)}AAAAA=`).delete('AWSALBCORS');
  expect((await client.ask()).status).toBe(200);

  const place = (await client.ask()).body;
  const gone = lb.targets.find(({ word }) => word === place)?.address ?? '';
  await lb.part.targetGroups.deregister(lb.group, gone, 80);
  const next = (await client.ask()).body;
  expect(next).not.toBe(place);
  for (let turn = 0; turn < 4; turn++) expect((await client.ask()).body).toBe(next);
});

it('starts to keep a client when the application sets its cookie', async () => {
  const lb = await balanced({
    attributes: attributesOf({
      'stickiness.enabled': 'true',
      'stickiness.type': 'app_cookie',
      'stickiness.app_cookie.cookie_name': 'session',
    }),
  });
  const targets = await Promise.all(
    ['one', 'two', 'three'].map((word) =>
      lb.register((incoming, response) => {
        if (incoming.url === '/login') response.setHeader('set-cookie', 'session=s1; Path=/; HttpOnly');
        response.end(word);
      }),
    ),
  );
  await until(() => targets.every(({ address }) => lb.health(address)?.state === 'healthy'));
  const client = browser(lb.port);
  expect((await client.ask()).set).toEqual([]);
  const login = await client.ask('/login');
  expect(login.set).toEqual([
    'session=s1; Path=/; HttpOnly',
    expect.stringMatching(/^AWSALBAPP-0=[^;]+; Expires=/),
  ]);
  for (let turn = 0; turn < 5; turn++) expect((await client.ask()).body).toBe(login.body);
  // Both cookies are needed.
  client.jar.delete('session');
  const bodies = new Set<string>();
  for (let turn = 0; turn < 3; turn++) bodies.add((await client.ask()).body);
  expect(bodies.size).toBe(3);
});

it('keeps a client in its group while weights move, where the rule says so', async () => {
  const lb = await balanced();
  const blue = await lb.register(says('blue'));
  const { TargetGroups } = await lb.elb.send(
    new CreateTargetGroupCommand({
      Name: 'green',
      Protocol: 'HTTP',
      Port: 80,
      VpcId: 'v',
      TargetType: 'ip',
    }),
  );
  const green = TargetGroups?.[0]?.TargetGroupArn ?? '';
  const arn = lb.front.listenerArn ?? '';
  const forward = (Enabled: boolean) =>
    lb.elb.send(
      new ModifyListenerCommand({
        ListenerArn: arn,
        DefaultActions: [
          {
            Type: 'forward',
            ForwardConfig: {
              TargetGroups: [
                { TargetGroupArn: lb.group, Weight: 100 },
                { TargetGroupArn: green, Weight: 0 },
              ],
              TargetGroupStickinessConfig: { Enabled, ...(Enabled ? { DurationSeconds: HOUR } : {}) },
            },
          },
        ],
      }),
    );
  await forward(false);
  await expect(
    lb.elb.send(
      new ModifyTargetGroupAttributesCommand({
        TargetGroupArn: green,
        Attributes: attributesOf({ 'stickiness.enabled': 'true' }),
      }),
    ),
  ).rejects.toThrow('must enable group stickiness');
  await forward(true);
  const { port } = await serve(says('green'));
  const address = lb.network.allocate();
  lb.network.expose(address, 80, { host: '127.0.0.1', port });
  lb.part.targetGroups.register(green, address, 80);
  await until(
    () =>
      lb.health(blue.address)?.state === 'healthy' &&
      lb.part.targetGroups.health(green, address, 80)?.state === 'healthy',
  );
  const old = browser(lb.port);
  const first = await old.ask();
  expect([first.body, first.set.map((one) => one.split('=')[0])]).toEqual([
    'blue',
    ['AWSALBTG', 'AWSALBTGCORS'],
  ]);
  lb.part.targetGroups.setForward(arn, [
    { targetGroupArn: lb.group, weight: 0 },
    { targetGroupArn: green, weight: 100 },
  ]);
  expect((await browser(lb.port).ask()).body).toBe('green');
  expect((await old.ask()).body).toBe('blue');
  await lb.clock.move(HOUR + 1);
  expect((await old.ask()).body).toBe('green');
});

it('gives a new target little at first where the group starts slowly', async () => {
  const lb = await balanced({ attributes: attributesOf({ 'slow_start.duration_seconds': '900' }) });
  const first = await lb.register(says('old'));
  await until(() => lb.health(first.address)?.state === 'healthy');
  const second = await lb.register(says('new'));
  await until(() => lb.health(second.address)?.state === 'healthy');
  lb.clock.hold();
  const share = async () => {
    let count = 0;
    for (let turn = 0; turn < 100; turn++)
      if ((await (await fetch(`http://127.0.0.1:${lb.port}/`)).text()) === 'new') count++;
    return count;
  };
  expect(await share()).toBeLessThan(15);
  await lb.clock.move(900);
  expect(await share()).toBe(50);
});

it('opens to all where fewer are healthy than the group asks for', async () => {
  const lb = await balanced({
    attributes: attributesOf({
      'target_group_health.unhealthy_state_routing.minimum_healthy_targets.percentage': '60',
    }),
  });
  const good = await lb.register(says('good'));
  const bad = await lb.register((incoming, response) => {
    response.statusCode = incoming.url === '/health' ? 500 : 200;
    response.end('bad');
  });
  await until(
    () => lb.health(good.address)?.state === 'healthy' && lb.health(bad.address)?.state === 'unhealthy',
  );
  const bodies = new Set<string>();
  for (let turn = 0; turn < 4; turn++) bodies.add(await (await fetch(`http://127.0.0.1:${lb.port}/`)).text());
  expect(bodies).toEqual(new Set(['good', 'bad']));
});
