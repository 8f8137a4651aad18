import { balancerDefaults, groupDefaults } from '../attributes.ts';
import type { Context } from '../context.ts';
import { Target } from '../targets/target.ts';
import { TargetGroup } from '../targets/target-group.ts';
import { forward } from './forward.ts';
import { requestHeaders, responseHeaders } from './headers.ts';
import { answerPage } from './pages.ts';
import type { PortUser } from './ports.ts';
import { forwardUpgrade } from './upgrade.ts';

/** The port of a web server on an instance. */
const HTTP = 80;

/**
 * What comes for an instance without a load balancer, which has a web server of its own before the program: all of it
 * goes to the instance, and a program that is not there is a 502.
 */
export function directTraffic(
  { clock, network }: Context,
  dnsName: string,
  address: () => string | undefined,
): PortUser {
  const attributes = balancerDefaults();
  const group = new TargetGroup(
    {
      TargetGroupArn: dnsName,
      TargetGroupName: dnsName,
      Protocol: 'HTTP',
      Port: HTTP,
      Matcher: { HttpCode: '200' },
    },
    groupDefaults(),
    { clock, network, asked: undefined },
  );
  let known: Target | undefined;
  const target = () => {
    const now = address();
    if (now === undefined) return undefined;
    if (known?.address !== now) {
      known?.close();
      known = new Target(group, { address: now, port: HTTP }, { clock, network });
    }
    return known;
  };
  const way = (exchange: Parameters<PortUser['handle']>[0]) => {
    const to = target();
    if (to)
      return {
        target: to,
        headers: requestHeaders(exchange, { port: HTTP, protocol: 'HTTP' as const, attributes }),
        answerHeaders: responseHeaders,
        pageHeaders: [],
      };
    answerPage(exchange, 502, []);
    return undefined;
  };
  return {
    dnsName,
    limits: { idle: 60, keepAlive: 75 },
    handle(exchange) {
      const found = way(exchange);
      if (found) forward(exchange, found);
    },
    upgrade(handshake) {
      const found = way(handshake.exchange);
      if (found) forwardUpgrade(handshake, found);
    },
  };
}
