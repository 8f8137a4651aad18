import { randomInt } from 'node:crypto';
import type { Api, Integration, Route, Stage } from '@aws-sdk/client-apigatewayv2';
import type { Clock } from '../clock.ts';
import { AwsError } from '../gateway/service.ts';
import type { Account } from '../parts.ts';
import type { TokenBucket } from './http/token-bucket.ts';

/** An HTTP API with all that is in it, as the API describes it. */
export interface HttpApi {
  readonly id: string;
  api: Api;
  readonly routes: Map<string, Route>;
  readonly integrations: Map<string, Integration>;
  /** `$default` is the only one that the local cloud serves. */
  readonly stages: Map<string, { stage: Stage; bucket: TokenBucket | undefined }>;
}

/** The account's HTTP APIs. */
export class HttpApis {
  readonly #account: Account;
  readonly #clock: Clock;
  readonly #byId = new Map<string, HttpApi>();

  constructor(account: Account, clock: Clock) {
    this.#account = account;
    this.#clock = clock;
  }

  list(): HttpApi[] {
    return [...this.#byId.values()];
  }

  find(id: string): HttpApi | undefined {
    return this.#byId.get(id);
  }

  /** @throws AwsError NotFoundException */
  get(id: string): HttpApi {
    const api = this.#byId.get(id);
    if (!api)
      throw new AwsError('NotFoundException', `Invalid API identifier specified ${this.#account.id}:${id}`, {
        status: 404,
      });
    return api;
  }

  create(given: Pick<Api, 'Name' | 'Description' | 'Tags' | 'Version'>): HttpApi {
    const id = newId(10);
    const { region, endpoint } = this.#account;
    const { port } = new URL(endpoint);
    const api: HttpApi = {
      id,
      api: {
        ...given,
        ApiId: id,
        ApiEndpoint: `http://${id}.execute-api.${region}.localhost:${port}`,
        ApiKeySelectionExpression: '$request.header.x-api-key',
        CreatedDate: this.#clock.date(),
        DisableExecuteApiEndpoint: false,
        ProtocolType: 'HTTP',
        // biome-ignore lint/suspicious/noTemplateCurlyInString: AWS's own expression
        RouteSelectionExpression: '${request.method} ${request.path}',
      },
      routes: new Map(),
      integrations: new Map(),
      stages: new Map(),
    };
    this.#byId.set(id, api);
    return api;
  }

  delete(id: string): void {
    this.#byId.delete(id);
  }
}

/** As API Gateway makes ids: small letters and digits. */
export function newId(length: number): string {
  return Array.from({ length }, () => randomInt(36).toString(36)).join('');
}
