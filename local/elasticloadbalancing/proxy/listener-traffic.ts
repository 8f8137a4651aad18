import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Action } from '@aws-sdk/client-elastic-load-balancing-v2';
import type { Listener, Registry } from '../registry.ts';
import type { RequestFacts } from '../routing/conditions.ts';
import { chooseGroup, routeOf } from '../routing/route.ts';
import { answerFixed, answerRedirect } from './answer.ts';
import { type ForwardOptions, forward } from './forward.ts';
import { answerPage } from './pages.ts';
import type { PortUser } from './ports.ts';
import { forwardUpgrade, refuse } from './upgrade.ts';

/** What comes in at a listener, sent where its rules say. */
export function listenerTraffic(registry: Registry, listener: Listener): PortUser {
  const options = (): ForwardOptions => ({
    port: listener.port,
    // Real time, not the clock's: it is the target's own work that is waited for.
    idleTimeout: Number(listener.balancer.attributes.get('idle_timeout.timeout_seconds')) * 1000,
  });
  const targetOf = (action: Action) => chooseGroup(registry, action)?.next();

  return {
    dnsName: listener.balancer.dnsName,
    handle(request, response) {
      const facts = factsOf(request);
      const action = routeOf(listener, facts);
      if (action.Type === 'fixed-response' && action.FixedResponseConfig)
        return answerFixed(response, action.FixedResponseConfig);
      if (action.Type === 'redirect' && action.RedirectConfig)
        return answerRedirect(response, action.RedirectConfig, { ...facts, port: listener.port });
      const target = targetOf(action);
      if (target) forward(target, request, response, options());
      else unavailable(request, response);
    },
    upgrade(request: IncomingMessage, client: Duplex, head: Buffer) {
      const target = targetOf(routeOf(listener, factsOf(request)));
      if (target) forwardUpgrade(target, request, client, head, options());
      else refuse(client, 503);
    },
  };
}

function unavailable(request: IncomingMessage, response: ServerResponse): void {
  request.resume();
  answerPage(response, 503);
}

function factsOf(request: IncomingMessage): RequestFacts {
  const url = request.url ?? '/';
  const mark = url.indexOf('?');
  const path = mark < 0 ? url : url.slice(0, mark);
  const query = mark < 0 ? '' : url.slice(mark + 1);
  return {
    method: request.method ?? 'GET',
    host: (request.headers.host ?? '').replace(/:\d+$/, ''),
    path,
    query: new URLSearchParams(query),
    headers: request.headersDistinct,
    address: request.socket.remoteAddress ?? '',
  };
}
