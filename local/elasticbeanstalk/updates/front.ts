import type { FrontHealth } from '../../balancing.ts';
import { AwsError } from '../../gateway/service.ts';
import { resourceSuffix } from '../arns.ts';
import type { Context } from '../context.ts';
import { announce, NOTICES } from '../environments/announce.ts';
import type { Environment, Front } from '../environments/environment.ts';
import type { Settings } from '../options/settings.ts';
import { OperationFailed, type Run } from './operation.ts';

const PROCESS = 'aws:elasticbeanstalk:environment:process:default';

/** What stands before the instances: a load balancer, or an address of its own. @throws OperationFailed */
export async function makeFront(run: Run): Promise<void> {
  const { context, environment } = run;
  environment.front = environment.isSingle ? await address(context, environment) : await balancer(run);
  const { dnsName } = environment;
  if (dnsName !== undefined)
    environment.entrance = await context.loadBalancers.entrance(await context.port(), dnsName);
  nameFront(context, environment);
  if (environment.ending.signal.aborted) await removeFront(context, environment);
}

/** Lets the environment's name lead to it. */
export function nameFront({ loadBalancers }: Context, { cname, dnsName }: Environment): void {
  loadBalancers.alias(hostOf(cname), dnsName);
}

export async function removeFront(context: Context, environment: Environment): Promise<void> {
  context.loadBalancers.alias(hostOf(environment.cname), undefined);
  const { front, entrance } = environment;
  await entrance?.leave();
  if (front?.kind === 'balancer') {
    await context.loadBalancers.remove(front.balancer);
    announce(context, environment, NOTICES.balancerDeleted(front.name));
  } else await front?.leave();
}

/** What of the options the load balancer's target groups have. */
export const healthSettings = (settings: Settings): FrontHealth => ({
  path: pathOf(settings),
  interval: settings.number(PROCESS, 'HealthCheckInterval'),
  timeout: settings.number(PROCESS, 'HealthCheckTimeout'),
  healthy: settings.number(PROCESS, 'HealthyThresholdCount'),
  unhealthy: settings.number(PROCESS, 'UnhealthyThresholdCount'),
  codes: settings.get(PROCESS, 'MatcherHTTPCode'),
});

export const groupAttributes = (settings: Settings): Record<string, string> => ({
  'deregistration_delay.timeout_seconds': settings.get(PROCESS, 'DeregistrationDelay'),
  'stickiness.enabled': settings.get(PROCESS, 'StickinessEnabled'),
  'stickiness.lb_cookie.duration_seconds': settings.get(PROCESS, 'StickinessLBCookieDuration'),
});

/** `aws:elasticbeanstalk:application` has the older option, which holds where the newer one was not set. */
function pathOf(settings: Settings): string {
  const own = settings.get(PROCESS, 'HealthCheckPath');
  const older = settings.get('aws:elasticbeanstalk:application', 'Application Healthcheck URL');
  if (own !== '/' || older === '') return own;
  return older.replace(/^HTTPS?:\d+/, '') || '/';
}

async function balancer(run: Run): Promise<Front> {
  const { context, environment } = run;
  // "awseb-", a part of the id, and what CloudFormation makes of the rest: at most 32 characters.
  const name = `awseb-${environment.id.slice(2)}-${resourceSuffix()}`.slice(0, 28);
  const tags = [...environment.tags, { Key: 'elasticbeanstalk:environment-name', Value: environment.name }];
  try {
    const made = await context.loadBalancers.create({
      name,
      port: await context.port(),
      health: healthSettings(environment.options),
      attributes: groupAttributes(environment.options),
      tags,
    });
    run.tell(`Created target group named: ${made.targetGroupArns[0]}`);
    run.tell(`Created load balancer named: ${made.arn}`);
    run.tell(`Created Load Balancer listener named: ${made.listenerArn}`);
    announce(context, environment, NOTICES.balancerCreated(name));
    return { kind: 'balancer', balancer: made, name, current: 0 };
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    run.tell(`Creating load balancer failed Reason: ${error.message}`, 'ERROR');
    throw new OperationFailed(error.message, { cause: error });
  }
}

/** On AWS an elastic IP address. Here a name of the instance's own, as all share one address. */
async function address(context: Context, environment: Environment): Promise<Front> {
  const dnsName = `${environment.id}.instance.elasticbeanstalk.localhost`;
  const instance = () => environment.living.find((one) => one.release !== undefined)?.address;
  const leave = await context.loadBalancers.listen(await context.port(), dnsName, instance);
  return { kind: 'address', dnsName, leave };
}

/** A name without its port. */
export const hostOf = (cname: string) => cname.replace(/:\d+$/, '');
