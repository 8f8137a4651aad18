import { describe, expect, it } from 'vitest';
import type { Bundle } from '../../../../shared/deployment/beanstalk-target.ts';
import { whyUnfit } from '../../../../shared/targets/beanstalk/platform.ts';

/** As AWS names them: stacks, ARNs of platforms, and those of Amazon Linux AMI, which environments still have. */
const DOCKER = [
  '64bit Amazon Linux 2023 v4.13.0 running Docker',
  '64bit Amazon Linux 2 v4.8.0 running Docker',
  '64bit Amazon Linux 2018.03 v2.17.4 running Docker 20.10.7-ce',
  'arn:aws:elasticbeanstalk:eu-west-1::platform/Docker running on 64bit Amazon Linux 2023/4.13.0',
];
const ECS = [
  '64bit Amazon Linux 2023 v4.9.1 running ECS',
  '64bit Amazon Linux 2 v4.4.1 running ECS',
  '64bit Amazon Linux 2018.03 v2.26.4 running Multi-container Docker 19.03.13-ce (Generic)',
  'arn:aws:elasticbeanstalk:eu-west-1::platform/ECS running on 64bit Amazon Linux 2023/4.9.1',
];
const OTHERS = [
  '64bit Amazon Linux 2023 v6.6.0 running Node.js 22',
  '64bit Windows Server 2022 v2.19.2 running IIS 10.0',
  '',
];

const dockerrun = (version: string | number): Bundle => ({
  folder: 'eb',
  files: [{ path: 'Dockerrun.aws.json', content: JSON.stringify({ AWSEBDockerrunVersion: version }) }],
});
const compose: Bundle = {
  folder: 'eb',
  files: [{ path: 'docker-compose.yml', content: 'services: {}' }, ...dockerrun('3').files],
};

describe.each(ECS)('%s', (platform) => {
  it('takes a Dockerrun.aws.json of version 2, and says so of everything else', () => {
    expect(whyUnfit({ bundle: dockerrun(2) }, platform)).toBeUndefined();
    expect(whyUnfit({ bundle: dockerrun('2') }, platform)).toBeUndefined();
    for (const [bundle, has] of [
      [dockerrun('1'), 'the bundle eb has a Dockerrun.aws.json of version 1'],
      [compose, 'the bundle eb has a docker-compose.yml'],
      [{ folder: 'eb', files: [{ path: 'Dockerrun.aws.json', content: '{' }] }, 'of no version'],
    ] as const) {
      const why = whyUnfit({ bundle }, platform);
      expect(why).toContain(platform);
      expect(why).toContain(has);
      expect(why).toContain('version 2');
    }
    expect(whyUnfit({}, platform)).toContain('name a "bundle" that has one');
  });
});

describe.each(DOCKER)('%s', (platform) => {
  it('takes everything but a Dockerrun.aws.json of version 2', () => {
    for (const bundle of [undefined, dockerrun('1'), compose])
      expect(whyUnfit(bundle ? { bundle } : {}, platform)).toBeUndefined();
    expect(whyUnfit({ bundle: dockerrun(2) }, platform)).toContain('write a docker-compose.yml in its place');
  });
});

it.each(OTHERS)('"%s" runs no containers', (platform) => {
  expect(whyUnfit({ bundle: dockerrun(2) }, platform)).toContain('which runs no containers');
});
