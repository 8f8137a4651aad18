import { randomBytes } from 'node:crypto';
import { AwsError } from '../gateway/service.ts';

export interface Integration {
  readonly id: string;
  readonly functionArn: string;
  readonly timeoutMs: number;
}

export interface Route {
  readonly id: string;
  /** `POST /path`, `ANY /path/{proxy+}` or `$default`. */
  readonly key: string;
  /** `integrations/ID` */
  readonly target: string;
}

export interface HttpApi {
  readonly id: string;
  name: string;
  readonly created: Date;
  readonly stages: Set<string>;
  readonly integrations: Map<string, Integration>;
  readonly routes: Map<string, Route>;
}

/** HTTP APIs by id. */
export class HttpApis {
  readonly #byId = new Map<string, HttpApi>();

  list(): HttpApi[] {
    return [...this.#byId.values()];
  }

  create(name: string, created: Date): HttpApi {
    const api = {
      id: newId(),
      name,
      created,
      stages: new Set<string>(),
      integrations: new Map(),
      routes: new Map(),
    };
    this.#byId.set(api.id, api);
    return api;
  }

  /** @throws AwsError NotFoundException */
  get(id: string): HttpApi {
    const api = this.#byId.get(id);
    if (!api)
      throw new AwsError('NotFoundException', `Invalid API identifier specified ${id}`, { status: 404 });
    return api;
  }

  delete(id: string): void {
    this.#byId.delete(id);
  }
}

/** Ten characters, as API Gateway's. */
export function newId(): string {
  return randomBytes(8).readBigUInt64BE().toString(36).padStart(10, '0').slice(-10);
}

/** The route that a request takes, with what its path variables stand for. A fixed path goes before a variable one. */
export function findRoute(
  { routes }: HttpApi,
  method: string,
  path: string,
): { route: Route; variables: Readonly<Record<string, string>> } | undefined {
  const found: { route: Route; variables: Record<string, string>; weight: number }[] = [];
  for (const route of routes.values()) {
    if (route.key === '$default') {
      found.push({ route, variables: {}, weight: -1 });
      continue;
    }
    const [wanted = '', pattern = ''] = route.key.split(' ');
    if (wanted !== 'ANY' && wanted !== method) continue;
    const variables = match(pattern, path);
    if (variables) found.push({ route, variables, weight: weigh(pattern, wanted) });
  }
  return found.sort((a, b) => b.weight - a.weight)[0];
}

function match(pattern: string, path: string): Record<string, string> | undefined {
  const names: string[] = [];
  const source = pattern
    .replace(/[.*$^()|[\]\\]/g, '\\$&')
    .replace(/\{([^}+]+)(\+?)\}/g, (_, name: string, greedy: string) => {
      names.push(name);
      return greedy ? '(.+)' : '([^/]+)';
    });
  const values = new RegExp(`^${source}$`).exec(path);
  return values
    ? Object.fromEntries(names.map((name, index) => [name, decodeURIComponent(values[index + 1] ?? '')]))
    : undefined;
}

function weigh(pattern: string, method: string): number {
  const variables = pattern.match(/\{/g)?.length ?? 0;
  return (pattern.includes('+}') ? 0 : 100) - variables * 2 + (method === 'ANY' ? 0 : 1);
}
