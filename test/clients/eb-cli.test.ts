import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  AddRoleToInstanceProfileCommand,
  AttachRolePolicyCommand,
  CreateInstanceProfileCommand,
  CreateRoleCommand,
  IAMClient,
} from '@aws-sdk/client-iam';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { appImage } from '../local/containers/app-image.ts';
import { askAt } from '../local/elasticbeanstalk/local-beanstalk.ts';
import { inShellOf, type Ran } from './shell.ts';

const { command = '', missing } = inject('ebCli');
if (missing !== undefined) console.warn(`the EB CLI is not tried: ${missing}`);

describe.skipIf(missing !== undefined)('the EB CLI', () => {
  let app: Awaited<ReturnType<typeof appImage>>;
  let folder: string;

  beforeAll(async () => {
    app = await appImage('process', 50);
    folder = join(app.cloud.account.folder, 'eb');
    await mkdir(folder);
  });
  afterAll(() => app?.close());

  /** As it would be typed in the folder of an app. */
  const eb = (line: string, ...more: string[]): Promise<Ran> =>
    inShellOf(app.cloud)('sh', ['-c', 'cd "$0" && exec "$@"', folder, command, ...line.split(' '), ...more]);

  const image = (name: string) =>
    writeFile(
      join(folder, 'Dockerrun.aws.json'),
      JSON.stringify({ AWSEBDockerrunVersion: '1', Image: { Name: name }, Ports: [{ ContainerPort: 3000 }] }),
    );

  /** What instances act as: the role that the EB CLI makes may not pull from ECR, on AWS neither. */
  async function makeProfile(): Promise<void> {
    const iam = new IAMClient({
      endpoint: app.cloud.account.endpoint,
      region: 'us-east-1',
      credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
    });
    const RoleName = 'eb-instances';
    const trust = {
      Statement: [{ Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' }],
    };
    await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: JSON.stringify(trust) }));
    for (const name of ['AWSElasticBeanstalkWebTier', 'AmazonEC2ContainerRegistryPullOnly'])
      await iam.send(new AttachRolePolicyCommand({ RoleName, PolicyArn: `arn:aws:iam::aws:policy/${name}` }));
    await iam.send(new CreateInstanceProfileCommand({ InstanceProfileName: RoleName }));
    await iam.send(new AddRoleToInstanceProfileCommand({ InstanceProfileName: RoleName, RoleName }));
    iam.destroy();
  }

  it('creates, deploys, tells status and events, and terminates', async () => {
    await makeProfile();
    await image(app.name);
    const platform = 'Docker running on 64bit Amazon Linux 2023';
    const init = await eb('init eb-app --region us-east-1 --platform', platform);
    expect(init).toMatchObject({
      code: 0,
      out: expect.stringContaining('Application eb-app has been created.'),
    });
    const made = await eb(
      'create eb-env --single --cname eb-env --timeout 3 --envvars COLOUR=blue --instance_profile eb-instances',
    );
    expect(made).toMatchObject({
      code: 0,
      out: expect.stringContaining('Successfully launched environment: eb-env'),
    });

    const status = await eb('status eb-env');
    expect(status.out).toMatch(/Status: Ready\n {2}Health: Green/);
    const [, cname = ''] = /CNAME: (\S+)/.exec(status.out) ?? [];
    expect(await askAt(cname)).toBe('200 blue v1');

    const good = await eb('deploy eb-env --label second --timeout 3');
    expect(good).toMatchObject({
      code: 0,
      out: expect.stringContaining('Environment update completed successfully.'),
    });
    expect((await eb('status eb-env')).out).toContain('Deployed Version: second');

    await image(`${app.registry}/team/app:none`);
    const bad = await eb('deploy eb-env --label third --timeout 3');
    expect(bad.code).toBeGreaterThan(0);
    expect(bad.out).toContain('Failed to deploy application.');
    const events = await eb('events eb-env');
    expect(events.out).toMatch(/ERROR {3}Failed to deploy application\./);
    expect((await eb('status eb-env')).out).toContain('Deployed Version: second');

    const set = await eb('setenv COLOUR=green -e eb-env --timeout 3');
    expect(set.code).toBe(0);
    expect(await askAt(cname)).toBe('200 green v1');
    const ended = await eb('terminate eb-env --force --timeout 3');
    expect(ended.out).toContain('terminateEnvironment completed successfully.');
  }, 400_000);
});
