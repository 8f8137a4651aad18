import { ACMClient, ImportCertificateCommand } from '@aws-sdk/client-acm';
import {
  type Action,
  CreateListenerCommand,
  CreateRuleCommand,
  CreateTargetGroupCommand,
  ModifyListenerCommand,
  type RuleCondition,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { describe, expect, it } from 'vitest';
import { findAddresses } from '../../../shared/targets/ecs/address.ts';
import { bestWay, wayThroughListener } from '../../../shared/targets/ecs/ways-in.ts';
import { makeCertificate } from '../../local/acm/make-certificate.ts';
import { balanced } from '../../local/elasticloadbalancing/balanced.ts';
import { freePort } from '../../local/free-port.ts';

const fixed: Action = { Type: 'fixed-response', FixedResponseConfig: { StatusCode: '404' } };

/** A load balancer as `balanced` makes it, whose listener forwards to the service's target group `web`. */
async function setUp() {
  const lb = await balanced();
  const certificates = new ACMClient(lb.config);
  const url = `http://${lb.front.dnsName}:${lb.port}`;
  const listener = lb.front.listenerArn;
  const service = { name: 'service web in cluster web', loadBalancing: lb.elb, certificates };
  const find = (more: object = {}, traffic?: 'production' | 'test') =>
    findAddresses(service, { loadBalancers: [{ targetGroupArn: lb.group, ...more }] }, traffic);
  const forward: Action = { Type: 'forward', TargetGroupArn: lb.group };
  const byDefault = (action: Action) =>
    lb.elb.send(new ModifyListenerCommand({ ListenerArn: listener, DefaultActions: [action] }));
  const rule = async (priority: number, conditions: RuleCondition[], action: Action = forward) => {
    const { Rules } = await lb.elb.send(
      new CreateRuleCommand({
        ListenerArn: listener,
        Priority: priority,
        Conditions: conditions,
        Actions: [action],
      }),
    );
    return Rules?.[0]?.RuleArn ?? '';
  };
  const secure = async (names: string) => {
    const { certificate, key } = makeCertificate(names);
    const { CertificateArn } = await certificates.send(
      new ImportCertificateCommand({ Certificate: Buffer.from(certificate), PrivateKey: Buffer.from(key) }),
    );
    const port = await freePort();
    await lb.elb.send(
      new CreateListenerCommand({
        LoadBalancerArn: lb.front.arn,
        Protocol: 'HTTPS',
        Port: port,
        Certificates: [{ CertificateArn }],
        DefaultActions: [forward],
      }),
    );
    return `https://${lb.front.dnsName}:${port}`;
  };
  return { lb, url, find, byDefault, rule, secure, forward };
}

describe('the address of a service', () => {
  it('is that of the listener which forwards to its target group', async () => {
    const { url, find } = await setUp();
    expect(await find()).toEqual({ addresses: [{ url }] });
  });

  it('is that of the HTTPS listener where there is one, asked by the name on its certificate', async () => {
    const { find, secure, byDefault } = await setUp();
    const url = await secure('app.example');
    const port = new URL(url).port;
    await byDefault({
      Type: 'redirect',
      RedirectConfig: { Protocol: 'HTTPS', Port: port, StatusCode: 'HTTP_301' },
    });
    expect(await find()).toEqual({ addresses: [{ url, serverName: 'app.example' }] });
  });

  it('is asked by any name that a wildcard certificate is for', async () => {
    const { find, secure } = await setUp();
    const url = await secure('*.example.com');
    expect(await find()).toEqual({ addresses: [{ url, serverName: 'slipway.example.com' }] });
  });

  it('is asked as the rule has it that leads there: by host, path and header', async () => {
    const { url, find, byDefault, rule } = await setUp();
    await byDefault(fixed);
    await rule(5, [{ Field: 'source-ip', SourceIpConfig: { Values: ['10.0.0.0/8'] } }]);
    await rule(10, [
      { Field: 'host-header', HostHeaderConfig: { Values: ['*.shop.example', 'shop.example'] } },
      { Field: 'path-pattern', PathPatternConfig: { Values: ['/api/*'] } },
      { Field: 'http-header', HttpHeaderConfig: { HttpHeaderName: 'X-Tenant', Values: ['a'] } },
    ]);
    expect(await find()).toEqual({
      addresses: [{ url, host: 'slipway.shop.example', path: '/api/', headers: { 'x-tenant': 'a' } }],
    });
  });

  it('is not one that lets nobody through, and why is told', async () => {
    const { find, byDefault, rule } = await setUp();
    await byDefault(fixed);
    expect(await find()).toEqual({
      addresses: [],
      unreachable:
        'The service web in cluster web cannot be asked: no listener forwards to its target group web.',
    });
    await rule(7, [{ Field: 'source-ip', SourceIpConfig: { Values: ['10.0.0.0/8'] } }]);
    expect((await find()).unreachable).toContain('the rule with priority 7 takes requests by source-ip');
  });

  it('is not a group that gets no share of the traffic', async () => {
    const { lb, find, byDefault } = await setUp();
    const { TargetGroups } = await lb.elb.send(
      new CreateTargetGroupCommand({
        Name: 'other',
        Protocol: 'HTTP',
        Port: 80,
        VpcId: 'vpc-1',
        TargetType: 'ip',
      }),
    );
    const other = TargetGroups?.[0]?.TargetGroupArn;
    const shares = (weight: number): Action => ({
      Type: 'forward',
      ForwardConfig: {
        TargetGroups: [
          { TargetGroupArn: lb.group, Weight: weight },
          { TargetGroupArn: other, Weight: 100 - weight },
        ],
      },
    });
    await byDefault(shares(0));
    expect((await find()).unreachable).toContain('no listener forwards');
    await byDefault(shares(5));
    expect((await find()).addresses).toHaveLength(1);
  });

  it('with blue/green is that of its production rule, or of its test rule', async () => {
    const { url, find, byDefault, rule } = await setUp();
    await byDefault(fixed);
    const host = (name: string): RuleCondition[] => [
      { Field: 'host-header', HostHeaderConfig: { Values: [name] } },
    ];
    const advancedConfiguration = {
      productionListenerRule: await rule(1, host('app.example')),
      testListenerRule: await rule(2, host('test.example')),
    };
    expect(await find({ advancedConfiguration })).toEqual({ addresses: [{ url, host: 'app.example' }] });
    expect(await find({ advancedConfiguration }, 'test')).toEqual({
      addresses: [{ url, host: 'test.example' }],
    });
    expect(await find({}, 'test')).toEqual({ addresses: [] });
  });
});

describe('a listener', () => {
  const balancer = { DNSName: 'lb.example', Scheme: 'internal' as const };
  const forward: Action = { Type: 'forward', TargetGroupArn: 'group' };
  const through = (listener: object) =>
    wayThroughListener(balancer, { Port: 8080, DefaultActions: [forward], ...listener }, 'group');

  // The local cloud has no Network Load Balancers.
  it('of a Network Load Balancer is asked by HTTP at its port, or by HTTPS where it ends TLS', () => {
    expect(through({ Protocol: 'TCP' })).toEqual({
      address: { url: 'http://lb.example:8080', internal: true },
    });
    expect(through({ Protocol: 'TLS', Port: 443, Certificates: [{ CertificateArn: 'arn' }] })).toEqual({
      address: { url: 'https://lb.example', internal: true },
      certificate: 'arn',
    });
    expect(through({ Protocol: 'UDP' })).toEqual({
      problem: 'the UDP listener on port 8080 does not speak HTTP',
    });
  });

  it('is none where clients have to sign in or to show a certificate', () => {
    const signIn: Action = { Type: 'authenticate-oidc', Order: 1 };
    expect(through({ Protocol: 'HTTPS', DefaultActions: [signIn, forward] })).toEqual({
      problem: 'the HTTPS listener on port 8080 lets nobody in without signing in (authenticate-oidc)',
    });
    expect(through({ Protocol: 'HTTPS', MutualAuthentication: { Mode: 'verify' } })).toEqual({
      problem: 'the HTTPS listener on port 8080 asks its clients for a certificate',
    });
  });

  it('without a certificate that can be read comes after one for HTTP', () => {
    const plain = { address: { url: 'http://lb.example' } };
    const secure = {
      address: { url: 'https://lb.example' },
      certificate: 'arn:aws:iam::1:server-certificate/a',
    };
    expect(bestWay([secure, plain])).toBe(plain);
    const named = { ...secure, certificate: 'arn:aws:acm:eu-west-1:1:certificate/a' };
    expect(bestWay([plain, named])).toBe(named);
  });
});
