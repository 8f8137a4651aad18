import type { ServerResponse } from 'node:http';
import type {
  FixedResponseActionConfig,
  RedirectActionConfig,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import type { RequestFacts } from '../routing/conditions.ts';

export function answerFixed(response: ServerResponse, config: FixedResponseActionConfig): void {
  const body = config.MessageBody ?? '';
  response.writeHead(Number(config.StatusCode), {
    server: 'awselb/2.0',
    'content-type': `${config.ContentType ?? 'text/plain'}; charset=utf-8`,
    'content-length': Buffer.byteLength(body),
  });
  response.end(body);
}

/** A redirect whose parts may name parts of the request: `#{protocol}`, `#{host}`, `#{port}`, `#{path}`, `#{query}`. */
export function answerRedirect(
  response: ServerResponse,
  config: RedirectActionConfig,
  facts: RequestFacts & { port: number },
): void {
  const fill = (text: string) =>
    text
      .replaceAll('#{protocol}', 'HTTP')
      .replaceAll('#{host}', facts.host)
      .replaceAll('#{port}', String(facts.port))
      .replaceAll('#{path}', facts.path.replace(/^\//, ''))
      .replaceAll('#{query}', facts.query.toString());
  const protocol = fill(config.Protocol ?? '#{protocol}').toLowerCase();
  const query = fill(config.Query ?? '#{query}');
  const location =
    `${protocol}://${fill(config.Host ?? '#{host}')}:${fill(config.Port ?? '#{port}')}` +
    `${fill(config.Path ?? '/#{path}')}${query ? `?${query}` : ''}`;
  response.writeHead(config.StatusCode === 'HTTP_301' ? 301 : 302, {
    server: 'awselb/2.0',
    location,
    'content-length': 0,
  });
  response.end();
}
