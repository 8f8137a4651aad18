import { type ServerResponse, STATUS_CODES } from 'node:http';

/** ALB's own words where they are not the standard ones. */
const titles: Readonly<Record<number, string>> = {
  503: 'Service Temporarily Unavailable',
  504: 'Gateway Time-out',
};

export const titleOf = (status: number) => `${status} ${titles[status] ?? STATUS_CODES[status] ?? ''}`.trim();

/** The page that an Application Load Balancer answers with when the answer is its own. */
export function page(status: number): string {
  const title = titleOf(status);
  return `<html>\r\n<head><title>${title}</title></head>\r\n<body>\r\n<center><h1>${title}</h1></center>\r\n</body>\r\n</html>\r\n`;
}

export function answerPage(response: ServerResponse, status: number): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  const body = page(status);
  response.writeHead(status, {
    server: 'awselb/2.0',
    'content-type': 'text/html',
    'content-length': Buffer.byteLength(body),
  });
  response.end(body);
}
