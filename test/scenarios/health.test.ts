import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ACMClient, ImportCertificateCommand } from '@aws-sdk/client-acm';
import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import {
  type Action,
  CreateListenerCommand,
  CreateLoadBalancerCommand,
  CreateRuleCommand,
  ElasticLoadBalancingV2Client,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import {
  GetFunctionConfigurationCommand,
  LambdaClient,
  UpdateFunctionConfigurationCommand,
  waitUntilFunctionUpdatedV2,
} from '@aws-sdk/client-lambda';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freePort } from '../../local/free-port.ts';
import { deployStack } from '../../local/start/deploy-pipeline.ts';
import type { DeploymentRecord } from '../../shared/deployment/commands.ts';
import { makeCertificate } from '../local/acm/make-certificate.ts';
import { Scene } from './endings/scene.ts';
import { steps } from './stage.ts';

const ASKED = 'path: /health, consecutive: 2, interval: 100ms, timeout: 2s';
const PROBE = { FunctionName: 'slipway-dev-probe-target' };
const fixed: Action = { Type: 'fixed-response', FixedResponseConfig: { StatusCode: '404' } };

describe('the way to a service', () => {
  let scene: Scene;
  const authority = makeCertificate('Private Authority', { isAuthority: true });
  const lambda = () => new LambdaClient({});

  beforeAll(async () => {
    scene = await Scene.open({
      hosted: {
        balancer: byHost,
        health: `${ASKED}, limit: 20s, json: { path: status, equals: ok }, version: { json: version }`,
      },
      secure: { balancer: (group) => byHttps(group, authority), health: `${ASKED}, limit: 6s` },
      inside: { balancer: internal, health: `${ASKED}, limit: 20s` },
    });
  });
  afterAll(() => scene?.close());

  const probe = ({ trail }: DeploymentRecord) => trail.find(({ step }) => step === 'roll:probe');

  it('is by the host of the rule that leads to it: the version answers and its JSON is as asked', async () => {
    const { out } = await scene.stage.cli('plan', 'web', '--stage', 'hosted', '--image', scene.next);
    expect(out).toMatch(
      /GET http:\S+\/health \(as hosted\.example\) until it answers 200 with status "ok" in its JSON and the version [0-9a-f]{7} 2 times in a row/,
    );
    const record = await scene.deploy('hosted');
    expect(record.ending?.verdict, record.ending?.reason).toBe('verified');
    expect(probe(record)?.detail).toContain('(as hosted.example) answered 200 2 times in a row');
    expect(probe(record)?.probes).toMatchObject([
      { asked: 2, failed: 0, latency: { median: expect.any(Number) } },
    ]);
  });

  it('is over TLS with the certificate checked: without trust in who signed it there is no verdict but a bad one', async () => {
    const record = await scene.deploy('secure');
    // Nothing was verified here before, and what ran is not trusted either: there is nothing to go back to.
    expect(record.ending?.verdict).toBe('failed');
    expect(record.ending?.reason).toMatch(
      /GET https:\S+ \(as secure\.example\) did not answer .* is signed by .* NODE_EXTRA_CA_CERTS, see the README/,
    );
    expect(steps(record)).not.toContain('adopted');

    const file = join(scene.cloud.account.folder, 'authority.pem');
    await writeFile(file, authority.certificate);
    const { Environment } = await lambda().send(new GetFunctionConfigurationCommand(PROBE));
    const Variables = { ...Environment?.Variables, NODE_EXTRA_CA_CERTS: file };
    await lambda().send(new UpdateFunctionConfigurationCommand({ ...PROBE, Environment: { Variables } }));
    await waitUntilFunctionUpdatedV2({ client: lambda(), maxWaitTime: 30, minDelay: 1 }, PROBE);
    const { out } = await scene.stage.cli('plan', 'web', '--stage', 'secure', '--image', scene.before);
    expect(out).toContain('(as secure.example) until it answers 200');
    const again = await scene.deploy('secure');
    expect(again.ending?.verdict, again.ending?.reason).toBe('verified');
  });

  it('is inside its VPC where the load balancer is internal: then the probe function is placed there', async () => {
    const before = await lambda().send(new GetFunctionConfigurationCommand(PROBE));
    expect(before.VpcConfig).toBeUndefined();
    expect((await scene.deploy('inside')).ending).toMatchObject({
      verdict: 'rejected',
      reason: expect.stringContaining('deploy Slipway with SLIPWAY_PROBE_SUBNETS'),
    });

    const { outputs } = scene.stage.setting;
    const TemplateURL = `${scene.cloud.environment.AWS_ENDPOINT_URL}/${outputs.ServerlessDeploymentBucketName}/template.json`;
    await deployStack(
      new CloudFormationClient({}),
      'slipway-dev',
      { TemplateURL },
      {
        ProbeLoopbackSuffix: '.elb.localhost',
        ProbeSubnets: 'subnet-a,subnet-b',
        ProbeSecurityGroups: 'sg-probe',
      },
    );
    const after = await lambda().send(new GetFunctionConfigurationCommand(PROBE));
    expect(after.VpcConfig).toMatchObject({
      SubnetIds: ['subnet-a', 'subnet-b'],
      SecurityGroupIds: ['sg-probe'],
    });
    const record = await scene.deploy('inside');
    expect(record.ending?.verdict, record.ending?.reason).toBe('verified');
    expect(probe(record)?.detail).toContain('http://internal-');
  });
});

async function balancer(name: string, scheme: 'internal' | 'internet-facing'): Promise<string> {
  const { LoadBalancers } = await new ElasticLoadBalancingV2Client({}).send(
    new CreateLoadBalancerCommand({ Name: name, Scheme: scheme, Subnets: ['subnet-a', 'subnet-b'] }),
  );
  return LoadBalancers?.[0]?.LoadBalancerArn ?? '';
}

/** Everybody else gets 404: only a request with this host comes to the service. */
async function byHost(group: string): Promise<void> {
  const elb = new ElasticLoadBalancingV2Client({});
  const { Listeners } = await elb.send(
    new CreateListenerCommand({
      LoadBalancerArn: await balancer('hosted', 'internet-facing'),
      Protocol: 'HTTP',
      Port: await freePort(),
      DefaultActions: [fixed],
    }),
  );
  await elb.send(
    new CreateRuleCommand({
      ListenerArn: Listeners?.[0]?.ListenerArn,
      Priority: 1,
      Conditions: [{ Field: 'host-header', HostHeaderConfig: { Values: ['hosted.example'] } }],
      Actions: [{ Type: 'forward', TargetGroupArn: group }],
    }),
  );
}

async function byHttps(group: string, signer: ReturnType<typeof makeCertificate>): Promise<void> {
  const { certificate, key } = makeCertificate('secure.example', { signer });
  const { CertificateArn } = await new ACMClient({}).send(
    new ImportCertificateCommand({
      Certificate: Buffer.from(certificate),
      PrivateKey: Buffer.from(key),
      CertificateChain: Buffer.from(signer.certificate),
    }),
  );
  await new ElasticLoadBalancingV2Client({}).send(
    new CreateListenerCommand({
      LoadBalancerArn: await balancer('secure', 'internet-facing'),
      Protocol: 'HTTPS',
      Port: await freePort(),
      Certificates: [{ CertificateArn }],
      DefaultActions: [{ Type: 'forward', TargetGroupArn: group }],
    }),
  );
}

async function internal(group: string): Promise<void> {
  await new ElasticLoadBalancingV2Client({}).send(
    new CreateListenerCommand({
      LoadBalancerArn: await balancer('inside', 'internal'),
      Protocol: 'HTTP',
      Port: await freePort(),
      DefaultActions: [{ Type: 'forward', TargetGroupArn: group }],
    }),
  );
}
