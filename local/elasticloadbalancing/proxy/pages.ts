import { STATUS_CODES } from 'node:http';
import type { Exchange } from './exchange.ts';

/** ALB's own words where they are not the standard ones. */
const titles: Readonly<Record<number, string>> = {
  405: 'Not Allowed',
  408: 'Request Time-out',
  413: 'Request Entity Too Large',
  414: 'Request-URI Too Large',
  503: 'Service Temporarily Unavailable',
  504: 'Gateway Time-out',
};

const titleOf = (status: number) => `${status} ${titles[status] ?? STATUS_CODES[status] ?? ''}`.trim();

/** The page that an Application Load Balancer answers with when the answer is its own. */
function page(status: number): string {
  const title = titleOf(status);
  return `<html>\r\n<head><title>${title}</title></head>\r\n<body>\r\n<center><h1>${title}</h1></center>\r\n</body>\r\n</html>\r\n`;
}

/** @param more headers, names and values by turns */
export function answerPage(exchange: Exchange, status: number, more: readonly string[] = []): void {
  if (exchange.isAnswered) {
    exchange.breakOff();
    return;
  }
  const body = page(status);
  exchange.begin(status, titles[status], [
    ...['Server', 'awselb/2.0'],
    ...['Content-Type', 'text/html'],
    ...['Content-Length', String(Buffer.byteLength(body))],
    ...more,
  ]);
  exchange.response.end(body);
}

/** The same, as bytes for a connection that is closed after it. */
export function pageAsBytes(status: number): string {
  const body = page(status);
  return (
    `HTTP/1.1 ${titleOf(status)}\r\nServer: awselb/2.0\r\nDate: ${new Date().toUTCString()}\r\n` +
    `Content-Type: text/html\r\nContent-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`
  );
}
