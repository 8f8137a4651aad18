import type { Service } from '@aws-sdk/client-ecs';
import type { Cause } from '../../deployment/causes.ts';
import { RANK } from './rank.ts';

/** Service events that ECS writes when all goes as usual. */
const USUAL =
  /has (started|stopped|reached|begun draining)|(registered|deregistered) \d+ targets|deployment completed|rolling back/;

/** Those that say that it went wrong, and not why. */
const CONSEQUENCE = /deployment failed:|unable to consistently start tasks/;

/** So many of different kinds are told. */
const MOST = 2;

/**
 * What ECS says of a service that is not as usual, mostly why it cannot place tasks: the newest of each kind that says why.
 * @param began milliseconds since 1970
 * @param isKnown something else says why already: that it went wrong needs no words then
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-event-messages-list.html
 */
export function unusualEvents(service: Service | undefined, began: number, isKnown: boolean): Cause[] {
  const messages = (service?.events ?? [])
    .filter(({ createdAt }) => (createdAt?.getTime() ?? 0) >= began)
    .map(({ message = '' }) => message)
    .filter((message) => message !== '' && !USUAL.test(message));
  const telling = messages.filter((message) => !CONSEQUENCE.test(message));
  if (telling.length === 0 && isKnown) return [];
  const byKind = new Map(
    (telling.length > 0 ? telling : messages.slice(0, 1)).map((text) => [kindOf(text), text]),
  );
  return [...byKind].slice(0, MOST).map(([what, message]) => {
    const hint = whatToDo(message);
    const text = `ECS says: ${message.replace(/\.$/, '')}${hint === undefined ? '' : ` — ${hint}`}`;
    return { what: `event: ${what}`, times: 1, rank: RANK.serviceEvents, text };
  });
}

/** The same but for the names in it: each "(…)", ids and numbers. */
function kindOf(message: string): string {
  return message.replaceAll(/\([^)]*\)/g, '()').replaceAll(/\b[0-9a-f-]{8,}\b|\d+/g, '#');
}

function whatToDo(message: string): string | undefined {
  if (/RESOURCE:(MEMORY|CPU|GPU|PORTS)|insufficient (memory|cpu)/i.test(message))
    return 'no instance of the cluster has room for another task: add instances, or let tasks ask for less';
  if (/Capacity is unavailable/i.test(message))
    return 'Fargate has no room in these zones now: try again, or name more subnets or another capacity provider';
  if (/unable to assume the role/i.test(message))
    return 'let ecs-tasks.amazonaws.com assume that role in its trust policy, and see that it is there';
  if (/unable to stop or start tasks/i.test(message))
    return 'minimumHealthyPercent and maximumPercent of the service leave no room to replace a task';
  if (/no container instance/i.test(message))
    return 'look at the instances of the cluster and at placement constraints';
  return undefined;
}
