import type { Exchange } from './exchange.ts';

// "Quotas for your Application Load Balancers", HTTP headers. Bytes.
const REQUEST_LINE = 16 * 1024;
const SINGLE_HEADER = 16 * 1024;
export const ENTIRE_HEADER = 64 * 1024;
/** "Troubleshoot your Application Load Balancers", HTTP 463. */
const MOST_FORWARDED_ADDRESSES = 30;

/**
 * The status with which a load balancer answers a request that it does not pass on; undefined where it does
 * ("Troubleshoot your Application Load Balancers", "The load balancer generates an HTTP error").
 */
export function refusalOf({ request }: Exchange): number | undefined {
  const { headers, rawHeaders, method, url = '/' } = request;
  if (url.length > REQUEST_LINE) return 414;
  let all = url.length;
  for (let index = 0; index + 1 < rawHeaders.length; index += 2) {
    const length = (rawHeaders[index]?.length ?? 0) + (rawHeaders[index + 1]?.length ?? 0);
    if (length > SINGLE_HEADER) return 400;
    all += length;
  }
  if (all > ENTIRE_HEADER) return 400;
  if (request.httpVersion === '1.1' && headers.host === undefined) return 400;
  if (method === 'TRACE') return 405;
  const coding = headers['transfer-encoding']?.toLowerCase();
  if (coding !== undefined && coding !== 'chunked' && coding !== 'identity') return 501;
  const forwarded = headers['x-forwarded-for'];
  if (forwarded !== undefined && String(forwarded).split(',').length > MOST_FORWARDED_ADDRESSES) return 463;
  return undefined;
}
