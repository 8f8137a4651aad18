import type { IncomingMessage } from 'node:http';
import type { Action } from '@aws-sdk/client-elastic-load-balancing-v2';
import type { Registry } from '../registry.ts';
import { chooseGroup } from '../routing/route.ts';
import type { Target } from '../targets/target.ts';
import type { TargetGroup } from '../targets/target-group.ts';
import { APPLICATION_COOKIE, GROUP_COOKIE, parseCookies, TARGET_COOKIE, type Tickets } from './tickets.ts';

/** Who gets a request, and the cookies that bring the client there again. */
export interface Choice {
  readonly target: Target;
  /** `Set-Cookie` headers for the client, names and values by turns. */
  cookies(answer: IncomingMessage): readonly string[];
}

interface Asking {
  readonly cookieHeader: string | undefined;
  readonly isSecure: boolean;
}

const noCookies = () => [];

/**
 * By weight among an action's groups and by the group's algorithm among its targets, unless the client belongs
 * somewhere already. Undefined: there is nobody.
 */
export function chooseTarget(
  { registry, tickets }: { registry: Registry; tickets: Tickets },
  action: Action,
  asking: Asking,
): Choice | undefined {
  const forGroups = action.ForwardConfig?.TargetGroupStickinessConfig;
  const cookies = parseCookies(asking.cookieHeader);
  if (!forGroups?.Enabled) {
    const group = chooseGroup(registry, action);
    return group && within(group, tickets, cookies, asking);
  }
  // The cookie is for this set of groups: it holds as long as the group that it names is in the action.
  const groups = (action.ForwardConfig?.TargetGroups ?? []).map(({ TargetGroupArn = '' }) => TargetGroupArn);
  const about = groups.toSorted().join(',');
  const before = tickets.read(cookies, GROUP_COOKIE, about);
  const group =
    before !== undefined && groups.includes(before)
      ? registry.groups.get(before)
      : chooseGroup(registry, action);
  const choice = group && within(group, tickets, cookies, asking);
  if (!group || !choice) return undefined;
  const seconds = forGroups.DurationSeconds ?? 0;
  const own = tickets.write(GROUP_COOKIE, about, group.arn, { seconds, isSecure: asking.isSecure });
  return { target: choice.target, cookies: (answer) => [...own, ...choice.cookies(answer)] };
}

function within(
  group: TargetGroup,
  tickets: Tickets,
  cookies: ReadonlyMap<string, string>,
  { isSecure }: Asking,
): Choice | undefined {
  const { attributes } = group;
  if (attributes.get('stickiness.enabled') !== 'true') {
    const target = group.next();
    return target && { target, cookies: noCookies };
  }
  if (attributes.get('stickiness.type') === 'app_cookie')
    return byApplication(group, tickets, cookies, isSecure);
  const seconds = Number(attributes.get('stickiness.lb_cookie.duration_seconds'));
  const target = group.able(tickets.read(cookies, TARGET_COOKIE, group.arn)) ?? group.next();
  return (
    target && {
      target,
      cookies: () => tickets.write(TARGET_COOKIE, group.arn, target.key, { seconds, isSecure }),
    }
  );
}

/** The client belongs somewhere from when the application sets its cookie, and has to send back both. */
function byApplication(
  group: TargetGroup,
  tickets: Tickets,
  cookies: ReadonlyMap<string, string>,
  isSecure: boolean,
): Choice | undefined {
  const name = group.attributes.get('stickiness.app_cookie.cookie_name') ?? '';
  const seconds = Number(group.attributes.get('stickiness.app_cookie.duration_seconds'));
  const before = cookies.has(name) ? tickets.read(cookies, APPLICATION_COOKIE, group.arn) : undefined;
  const target = group.able(before) ?? group.next();
  if (!target) return undefined;
  return {
    target,
    cookies(answer) {
      const isSet = answer.headers['set-cookie']?.some((cookie) => cookie.startsWith(`${name}=`));
      if (!isSet && before === undefined) return [];
      return tickets.write(APPLICATION_COOKIE, group.arn, target.key, { seconds, isSecure });
    },
  };
}
