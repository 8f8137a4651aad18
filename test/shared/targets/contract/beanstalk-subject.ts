import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreateApplicationCommand, DescribeEventsCommand } from '@aws-sdk/client-elastic-beanstalk';
import { ENHANCED, localBeanstalk } from '../../../local/elasticbeanstalk/local-beanstalk.ts';
import { beanstalkTarget } from '../beanstalk/target-in-local-cloud.ts';
import { KINDS, releaseOf, type Subject, settled } from './subject.ts';

const ENVIRONMENT = 'web-prod';

/** An Elastic Beanstalk environment of two instances behind a load balancer, with enhanced health and rolling updates. */
export async function beanstalkSubject(): Promise<Subject> {
  const folder = await mkdtemp(join(tmpdir(), 'contract-'));
  const local = await localBeanstalk({ folder }, { crashing: { exits: { code: 1, after: 5 } } });
  const target = beanstalkTarget(local, {});
  // Its first version is made as each other one.
  await local.eb.send(new CreateApplicationCommand({ ApplicationName: 'app' }));
  const label = await target.prepare(releaseOf('first'), 'd');
  await local.environment(ENVIRONMENT, label, [
    ENHANCED,
    'autoscaling:asg MinSize=2',
    'elasticbeanstalk:environment:process:default HealthCheckPath=/health',
    'elasticbeanstalk:environment:process:default HealthCheckInterval=5',
    'elasticbeanstalk:command DeploymentPolicy=Rolling',
    'elasticbeanstalk:command BatchSizeType=Fixed',
    'elasticbeanstalk:command BatchSize=1',
    'elasticbeanstalk:command Timeout=3000',
  ]);
  await settled(target);
  return {
    target,
    missing: beanstalkTarget(local, { environment: 'none' }),
    of: releaseOf,
    hold: () => local.clock.hold(),
    release: () => local.clock.release(),
    runs: async () =>
      (await local.labels(ENVIRONMENT)).map((label) => {
        const kind = KINDS.find((one) => label.includes(releaseOf(one).digest.slice(7, 19)));
        if (kind === undefined) throw new Error(`an instance runs ${label}`);
        return kind;
      }),
    async rollouts() {
      const { Events = [] } = await local.eb.send(
        new DescribeEventsCommand({ EnvironmentName: ENVIRONMENT }),
      );
      return Events.filter(({ Message }) => Message === 'Environment update is starting.').length;
    },
    async close() {
      await local.close();
      await rm(folder, { recursive: true });
    },
  };
}
