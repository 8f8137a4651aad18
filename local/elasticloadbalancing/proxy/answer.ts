import type {
  FixedResponseActionConfig,
  RedirectActionConfig,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import type { Exchange } from './exchange.ts';
import { answerPage } from './pages.ts';

export function answerFixed(
  exchange: Exchange,
  config: FixedResponseActionConfig,
  more: readonly string[],
): void {
  const body = config.MessageBody ?? '';
  exchange.begin(Number(config.StatusCode), undefined, [
    ...['Server', 'awselb/2.0'],
    ...['Content-Type', `${config.ContentType ?? 'text/plain'}; charset=utf-8`],
    ...['Content-Length', String(Buffer.byteLength(body))],
    ...more,
  ]);
  exchange.response.end(body);
}

/** The parts of the request's address that a redirect may name. */
export interface Address {
  readonly protocol: 'HTTP' | 'HTTPS';
  readonly host: string;
  readonly port: number;
  readonly path: string;
  /** As the client wrote it, without the question mark. */
  readonly query: string;
}

/** A redirect whose parts may name parts of the request: `#{protocol}`, `#{host}`, `#{port}`, `#{path}`, `#{query}`. */
export function answerRedirect(
  exchange: Exchange,
  config: RedirectActionConfig,
  address: Address,
  more: readonly string[],
): void {
  const fill = (text: string) =>
    text
      .replaceAll('#{protocol}', address.protocol)
      .replaceAll('#{host}', address.host)
      .replaceAll('#{port}', String(address.port))
      .replaceAll('#{path}', address.path.replace(/^\//, ''))
      .replaceAll('#{query}', address.query);
  const protocol = fill(config.Protocol ?? '#{protocol}').toLowerCase();
  const query = fill(config.Query ?? '#{query}');
  const location =
    `${protocol}://${fill(config.Host ?? '#{host}')}:${fill(config.Port ?? '#{port}')}` +
    `${fill(config.Path ?? '/#{path}')}${query ? `?${query}` : ''}`;
  answerPage(exchange, config.StatusCode === 'HTTP_301' ? 301 : 302, ['Location', location, ...more]);
}
