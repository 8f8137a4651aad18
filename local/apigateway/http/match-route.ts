import type { Route } from '@aws-sdk/client-apigatewayv2';

export interface RouteMatch {
  readonly route: Route;
  readonly pathParameters: Readonly<Record<string, string>>;
}

/**
 * The route for a request: the most specific path first, segment by segment (a text before `{name}` before `{name+}`),
 * then the method before ANY, and `$default` when there is no other.
 * @param path decoded
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-routes.html
 */
export function matchRoute(routes: Iterable<Route>, method: string, path: string): RouteMatch | undefined {
  const all = [...routes];
  const candidates = all.flatMap((route) => {
    const [, verb = '', pattern = ''] = /^([A-Z]+) (\/.*)$/.exec(route.RouteKey ?? '') ?? [];
    if (verb !== 'ANY' && verb !== method) return [];
    const pathParameters = parametersIn(pattern, path);
    return pathParameters ? [{ route, pathParameters, rank: rankOf(pattern, verb) }] : [];
  });
  candidates.sort((one, other) => (one.rank < other.rank ? -1 : 1));
  const [best] = candidates;
  if (best) return { route: best.route, pathParameters: best.pathParameters };
  const fallback = all.find(({ RouteKey }) => RouteKey === '$default');
  return fallback && { route: fallback, pathParameters: {} };
}

/** Sorts as text: 0 a text, 1 a variable, 2 a greedy one; the method last. */
function rankOf(pattern: string, verb: string): string {
  const segments = pattern.split('/').slice(1);
  const kinds = segments.map((segment) => (isGreedy(segment) ? '2' : isVariable(segment) ? '1' : '0'));
  return `${kinds.join('')}${verb === 'ANY' ? '9' : '8'}`;
}

const isVariable = (segment: string) => segment.startsWith('{') && segment.endsWith('}');
const isGreedy = (segment: string) => isVariable(segment) && segment.endsWith('+}');

function parametersIn(pattern: string, path: string): Record<string, string> | undefined {
  const wanted = pattern.split('/').slice(1);
  const given = path.split('/').slice(1);
  const found: Record<string, string> = {};
  for (const [index, segment] of wanted.entries()) {
    const value = given[index];
    if (isGreedy(segment)) {
      const rest = given.slice(index).join('/');
      return rest === '' ? undefined : { ...found, [segment.slice(1, -2)]: rest };
    }
    if (value === undefined) return undefined;
    if (!isVariable(segment)) {
      if (segment !== value) return undefined;
    } else if (value === '') return undefined;
    else found[segment.slice(1, -1)] = value;
  }
  return given.length === wanted.length ? found : undefined;
}
