import type { IncomingMessage } from 'node:http';
import type { Context } from '../context.ts';
import { responseAttributes } from '../listener-attributes.ts';
import type { Listener } from '../registry.ts';
import type { RequestFacts } from '../routing/conditions.ts';
import { routeOf } from '../routing/route.ts';
import { chooseTarget } from '../stickiness/choose-target.ts';
import { answerFixed, answerRedirect } from './answer.ts';
import type { Exchange } from './exchange.ts';
import { forward, type Way } from './forward.ts';
import { requestHeaders, responseHeaders } from './headers.ts';
import { listenerTls } from './listener-tls.ts';
import { answerPage } from './pages.ts';
import type { PortUser } from './ports.ts';
import { refusalOf } from './refuse-request.ts';
import { forwardUpgrade } from './upgrade.ts';

/** What comes in at a listener, sent where its rules say. */
export function listenerTraffic(context: Context, listener: Listener): PortUser {
  const { attributes, dnsName } = listener.balancer;
  const seconds = (key: string) => Number(attributes.get(key));
  return {
    dnsName,
    ...(listener.protocol === 'HTTPS' ? { tls: listenerTls(context, listener) } : {}),
    get limits() {
      return {
        idle: seconds('idle_timeout.timeout_seconds'),
        keepAlive: seconds('client_keep_alive.seconds'),
      };
    },
    handle(exchange) {
      const way = wayOf(context, listener, exchange);
      if (way) forward(exchange, way);
    },
    upgrade(handshake) {
      const way = wayOf(context, listener, handshake.exchange);
      if (way) forwardUpgrade(handshake, way);
    },
  };
}

/** Where a request goes; undefined where the load balancer has answered it itself. */
function wayOf(context: Context, listener: Listener, exchange: Exchange): Way | undefined {
  const own = responseAttributes(listener.attributes);
  const refusal = refusalOf(exchange);
  if (refusal !== undefined) {
    answerPage(exchange, refusal, own.added);
    return undefined;
  }
  const facts = factsOf(exchange);
  const action = routeOf(listener, facts);
  if (action.Type === 'fixed-response' && action.FixedResponseConfig)
    answerFixed(exchange, action.FixedResponseConfig, own.added);
  else if (action.Type === 'redirect' && action.RedirectConfig)
    answerRedirect(
      exchange,
      action.RedirectConfig,
      { ...facts, protocol: listener.protocol, port: listener.port },
      own.added,
    );
  else {
    const { cookie } = exchange.request.headers;
    const isSecure = listener.protocol === 'HTTPS';
    const choice = chooseTarget(context, action, { cookieHeader: cookie, isSecure });
    if (choice) {
      const { attributes } = listener.balancer;
      return {
        target: choice.target,
        headers: requestHeaders(exchange, { port: listener.port, protocol: listener.protocol, attributes }),
        answerHeaders: (answer: IncomingMessage) => [
          ...own.kept(responseHeaders(answer)),
          ...own.added,
          ...choice.cookies(answer),
        ],
        pageHeaders: own.added,
      };
    }
    answerPage(exchange, 503, own.added);
  }
  return undefined;
}

function factsOf({ request, host, address }: Exchange): RequestFacts {
  const url = request.url ?? '/';
  const mark = url.indexOf('?');
  return {
    method: request.method ?? 'GET',
    host,
    path: mark < 0 ? url : url.slice(0, mark),
    query: mark < 0 ? '' : url.slice(mark + 1),
    header(name) {
      const { rawHeaders } = request;
      const values: string[] = [];
      for (let index = 0; index + 1 < rawHeaders.length; index += 2)
        if (rawHeaders[index]?.toLowerCase() === name) values.push(rawHeaders[index + 1] ?? '');
      return values;
    },
    address,
  };
}
